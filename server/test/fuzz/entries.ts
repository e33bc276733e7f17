import type { PaperContent } from '../../domain/content.ts';
import type { Refusal } from '../../domain/entry.ts';
import { SeededChance } from '../chance.ts';
import { anyAnswer } from '../exams.ts';

/** An entry of a model client, and why the server has to refuse it whatever the time; `null` if it may count. */
export interface ModelEntry {
  readonly sent: unknown;
  readonly refused: Refusal | null;
  /** Whether a section that is not open refuses it. */
  readonly needsOpenSection: boolean;
}

/**
 * Entry `n` of an epoch: the same whenever, on whichever page and however often it is sent. `given` holds the questions of
 * this candidate.
 */
export function entryAt(
  seed: number,
  epoch: number,
  n: number,
  content: PaperContent,
  given: ReadonlySet<string>,
): ModelEntry {
  const chance = new SeededChance(
    Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(epoch, 0x85ebca6b) ^ (n * 0xc2b2ae35),
  );
  chance.next();
  const at = 1_800_000_000_000 + n;
  const question = chance.pick(content.sections.flatMap(({ questions }) => questions));
  const questionId = question.id;
  const unknown: Refusal | null = given.has(questionId) ? null : 'unknown-question';
  const onQuestion = (sent: object, refused: Refusal | null): ModelEntry => ({
    sent: { ...sent, questionId, at },
    refused: unknown ?? refused,
    needsOpenSection: unknown === null,
  });
  const answer = (value: unknown, refused: Refusal | null = null) =>
    onQuestion({ kind: 'answer', value, marked: chance.oneIn(4) }, refused);
  const anywhere = (sent: unknown, refused: Refusal | null): ModelEntry => ({
    sent,
    refused,
    needsOpenSection: false,
  });
  const die = chance.whole(1, 100);
  if (die <= 55) return answer(anyAnswer(question));
  if (die <= 63) return answer(null);
  if (die <= 71) return onQuestion({ kind: 'visited', ms: n }, null);
  if (die <= 75) return answer({ not: ['an', 'answer'] }, refusalOfObject(question.type));
  if (die <= 76) return answer([`long ${'-'.repeat(600)}`], refusalOfList(question.type));
  if (die <= 80) return answer(`no-such-${n}`, refusalOfText(question.type));
  if (die <= 84)
    return anywhere(
      { kind: 'answer', questionId: `q9${n}`, value: 'A', marked: false, at },
      'unknown-question',
    );
  if (die <= 87) return anywhere({ kind: 'section', sectionId: 's9', at }, 'unknown-section');
  if (die <= 90) {
    return {
      sent: { kind: 'section', sectionId: chance.pick(['s1', 's2']), at },
      refused: null,
      needsOpenSection: true,
    };
  }
  if (die <= 93) return anywhere({ kind: 'observed', type: 'tab-hidden', at }, null);
  if (die <= 95) return anywhere({ kind: 'confirmed', commandId: `command-${n}`, at }, null);
  return anywhere(
    chance.pick([null, 'text', n, [n], {}, { kind: 'answer' }, { kind: 'observed', type: '', at }]),
    'malformed-entry',
  );
}

/** An object is the form of a grid alone, and `not` is no row of it. */
function refusalOfObject(type: string): Refusal {
  return type === 'matrix' ? 'unknown-option' : 'invalid-value';
}

function refusalOfList(type: string): Refusal {
  return type === 'multiple' ? 'unknown-option' : 'invalid-value';
}

/** Text is the form of an option's id, and of a short text, which takes it. */
function refusalOfText(type: string): Refusal | null {
  if (type === 'short-text') return null;
  return type === 'single' || type === 'assertion-reason' ? 'unknown-option' : 'invalid-value';
}
