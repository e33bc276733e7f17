import type { WireChoice, WireQuestion } from '../../../server/protocol/candidate.ts';
import type { AnswerValue } from '../normalise.ts';

/** An answer of the right form, as somebody might give who knows nothing. */
export function plausibleAnswer(question: WireQuestion, random: () => number): AnswerValue {
  const { type, options = [], rows = [], columns = [], maxLength = 20 } = question;
  switch (type) {
    case 'single':
    case 'assertion-reason':
      return pickOne(options, random);
    case 'multiple':
      return pickSome(options, random);
    case 'numerical':
      return String(Math.floor(random() * 2_000) / 10);
    case 'matrix':
      return Object.fromEntries(rows.map(({ id }) => [id, pickSome(columns, random)]));
    case 'true-false':
      return random() < 0.5;
    case 'short-text':
      return pickOne(words, random)?.slice(0, maxLength) ?? null;
  }
}

const words = ['Godavari', 'गोदावरी', 'chlorophyll', 'संविधान', '1950', 'सह्याद्री'].map((id) => ({ id }));

function pickOne(choices: readonly Pick<WireChoice, 'id'>[], random: () => number): string | null {
  return choices[Math.floor(random() * choices.length)]?.id ?? null;
}

/** At least one. */
function pickSome(choices: readonly WireChoice[], random: () => number): readonly string[] {
  const some = choices.filter(() => random() < 0.5).map(({ id }) => id);
  return some.length > 0 ? some : choices.slice(0, 1).map(({ id }) => id);
}
