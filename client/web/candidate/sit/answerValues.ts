import type { WireChoice } from '../../../../server/protocol/candidate.ts';
import type { AnswerValue } from '../../../session/index.ts';

/** Answers as the session holds them, read for the forms: whatever does not fit reads as no answer. */

export function chosenOption(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function chosenOptions(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

export function chosenTruth(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function typedText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function chosenColumns(value: unknown, rowId: string): readonly string[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, rowId)) return [];
  return chosenOptions(Reflect.get(value, rowId));
}

/** With one option put in or taken out, in the order of the question; `null` when none is left. */
export function withOption(
  options: readonly WireChoice[],
  value: unknown,
  id: string,
  isChosen: boolean,
): readonly string[] | null {
  const before = chosenOptions(value);
  const after = options
    .map((option) => option.id)
    .filter((option) => (option === id ? isChosen : before.includes(option)));
  return after.length > 0 ? after : null;
}

export interface Grid {
  readonly rows: readonly WireChoice[];
  readonly columns: readonly WireChoice[];
}

/** With one mark put in or taken out; rows without a mark are left out, and `null` stands for an empty grid. */
export function withMark(
  { rows, columns }: Grid,
  value: unknown,
  rowId: string,
  columnId: string,
  isChosen: boolean,
): AnswerValue {
  const marks = rows.flatMap(({ id }): [string, readonly string[]][] => {
    const before = chosenColumns(value, id);
    const after = id === rowId ? withOption(columns, before, columnId, isChosen) : before;
    return after === null || after.length === 0 ? [] : [[id, after]];
  });
  return marks.length > 0 ? Object.fromEntries(marks) : null;
}
