import type { PaperSection, Pool, Question } from './content.ts';
import type { Place } from './problem.ts';

/** Every question of a section stands in exactly one unit, a group in exactly one, and no pool draws more than it has. */
export function checkPools(section: PaperSection, place: Place): void {
  place
    .below('questions')
    .must(section.questions.length > 0, 'is empty: a section needs at least one question');
  const questions = new Map(section.questions.map((question) => [question.id, question]));
  const placed = new Map<string, number>();
  for (const [p, pool] of section.pools.entries()) {
    const poolPlace = place.below(`pools[${p}]`);
    checkDraw(pool, poolPlace.below('draw'));
    for (const [u, unit] of pool.units.entries()) {
      checkUnit(unit, section, questions, poolPlace.below(`units[${u}]`));
      for (const id of unit) placed.set(id, (placed.get(id) ?? 0) + 1);
    }
  }
  for (const [q, { id }] of section.questions.entries()) {
    const times = placed.get(id) ?? 0;
    const questionPlace = place.below(`questions[${q}]`);
    questionPlace.must(times > 0, `${id} stands in no pool: nobody would be given it`);
    questionPlace.must(times < 2, `${id} stands in several units: somebody could be given it twice`);
  }
}

function checkDraw({ draw, units }: Pool, place: Place): void {
  place.must(Number.isInteger(draw) && draw >= 1, 'must be a whole number above 0');
  place.must(draw <= units.length, `asks for ${draw} of ${units.length} units: add units or draw fewer`);
}

/** One question without a group, or all questions of one group in the order of the section. */
function checkUnit(
  unit: readonly string[],
  section: PaperSection,
  questions: ReadonlyMap<string, Question>,
  place: Place,
): void {
  place.must(unit.length > 0, 'is empty: name the question or the questions of the group');
  for (const id of unit)
    place.must(questions.has(id), `names ${id}, which is not a question of this section`);
  if (!unit.every((id) => questions.has(id))) return;
  const [groupId, ...others] = new Set(unit.map((id) => questions.get(id)?.groupId));
  const isOneGroup = others.length === 0 && (groupId !== undefined || unit.length < 2);
  place.must(isOneGroup, 'joins questions that are not of one group');
  if (isOneGroup && groupId !== undefined) checkWholeGroup(unit, groupId, section, place);
}

function checkWholeGroup(
  unit: readonly string[],
  groupId: string,
  section: PaperSection,
  place: Place,
): void {
  const whole = section.questions.filter((question) => question.groupId === groupId).map(({ id }) => id);
  place.must(
    whole.length === unit.length && whole.every((id, i) => id === unit[i]),
    `must hold all questions of group ${groupId} in their order: ${whole.join(', ')}`,
  );
}
