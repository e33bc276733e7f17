import type { PaperSection, Question } from '../../domain/content.ts';
import type { PaperIndex } from '../../domain/paperIndex.ts';
import { optionOrder } from '../../domain/paperOrder.ts';
import { maxSealedOptions, sealContext } from '../../protocol/sealed.ts';
import type { SealableSection } from '../ports.ts';
import { groupOf, questionView } from '../views.ts';

/**
 * The sections of a paper that can be sealed, as every candidate is given them, in authored order. One that draws from larger pools cannot: its ciphertext would bring
 * candidates the questions they are not given.
 */
export function sealableSections(paper: PaperIndex): readonly SealableSection[] {
  return paper.content.sections.filter(isSealable).map((section) => ({
    sectionId: section.id,
    context: sealContext(paper.hash, section.id),
    text: JSON.stringify(
      section.questions.map((question) =>
        questionView(question, section, groupOf(question, paper), idsOf(question)),
      ),
    ),
  }));
}

function isSealable({ pools, questions }: PaperSection): boolean {
  return (
    pools.every(({ draw, units }) => draw === units.length) &&
    questions.every((question) => idsOf(question).length <= maxSealedOptions)
  );
}

/** The holder of this seed has the options in this order: their places in the sealed question, in base 36. */
export function optionPlaces(section: PaperSection, question: Question, seed: string): string {
  const authored = idsOf(question);
  const places = optionOrder(section, question, seed).map((id) => authored.indexOf(id));
  return places.every((place, index) => place === index)
    ? ''
    : places.map((place) => place.toString(36)).join('');
}

function idsOf(question: Question): readonly string[] {
  return 'options' in question ? question.options.map(({ id }) => id) : [];
}
