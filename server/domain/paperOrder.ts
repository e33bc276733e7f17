import type { Choice, PaperContent, PaperSection, Pool, Question } from './content.ts';
import { type RandomBits, randomBits, shuffled } from './random.ts';

/** The questions of one section that a candidate is given, in that candidate's order. */
export interface DrawnSection {
  readonly id: string;
  readonly questionIds: readonly string[];
}

export interface CandidateOrder {
  /** In paper order, for every candidate. */
  readonly sections: readonly DrawnSection[];
}

type Unit = Pool['units'][number];

/**
 * Which questions of a paper the holder of a seed is given, and in what order. The same paper and seed give the same
 * order for ever, on every node and version. Each pool, section and question has a stream of its own, so that a
 * change to one leaves the order of the others alone.
 */
export function candidateOrder(paper: PaperContent, seed: string): CandidateOrder {
  return {
    sections: paper.sections.map((section) => ({
      id: section.id,
      questionIds: questionOrder(section, seed),
    })),
  };
}

/** The questions the holder of a seed is given, as `candidateOrder` orders them; `null` when everybody has them all. */
export function drawnQuestions(paper: PaperContent, seed: string): ReadonlySet<string> | null {
  if (paper.sections.every(({ pools }) => pools.every(drawsAll))) return null;
  return new Set(paper.sections.flatMap((section) => drawSection(section, seed).flat()));
}

/**
 * Ids of a question's options in the order of the holder of a seed; empty for a type that has none. Pinned options keep
 * their authored place, and the options of assertion–reason their authored order.
 */
export function optionOrder(section: PaperSection, question: Question, seed: string): readonly string[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return section.shuffleOptions
        ? shuffleUnpinned(question.options, stream(seed, 'options', question.id))
        : question.options.map(({ id }) => id);
    case 'assertion-reason':
      return question.options.map(({ id }) => id);
    case 'numerical':
    case 'matrix':
    case 'true-false':
    case 'short-text':
      return [];
  }
}

/** A unit moves as one: the questions of a passage stay together, in their order. */
function questionOrder(section: PaperSection, seed: string): readonly string[] {
  const units = drawSection(section, seed);
  return (section.shuffleQuestions ? shuffled(units, stream(seed, 'units', section.id)) : units).flat();
}

function drawSection(section: PaperSection, seed: string): readonly Unit[] {
  return section.pools.flatMap((pool, i) =>
    drawsAll(pool) ? pool.units : drawUnits(pool, stream(seed, 'draw', section.id, i)),
  );
}

/** `draw` units of a pool, every choice of them equally likely, in authored order. */
function drawUnits(pool: Pool, bits: RandomBits): readonly Unit[] {
  const drawn = new Set(shuffled([...pool.units.keys()], bits).slice(0, pool.draw));
  return pool.units.filter((_, i) => drawn.has(i));
}

function drawsAll(pool: Pool): boolean {
  return pool.draw === pool.units.length;
}

function shuffleUnpinned(options: readonly Choice[], bits: RandomBits): readonly string[] {
  const movable = shuffled(
    options.filter((option) => !option.pinned),
    bits,
  ).values();
  return options.map((option) => (option.pinned ? option : (movable.next().value ?? option)).id);
}

/** JSON keeps the parts apart: no two lists of names make the same key. */
function stream(seed: string, ...names: readonly (string | number)[]): RandomBits {
  return randomBits(JSON.stringify([seed, ...names]));
}
