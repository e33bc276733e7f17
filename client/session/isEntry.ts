import type { Entry } from '../../server/protocol/entries.ts';

type Check = (value: unknown) => boolean;
type Form = Readonly<Record<string, Check>>;

/** A string that the database can hold: well-formed UTF-16 and without U+0000. */
const text =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    value.isWellFormed() &&
    !value.includes('\u0000');

const whole =
  (most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;

const id = text(1, 64);
const at = whole(8.64e15);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const forms: Readonly<Record<Entry['kind'], Form>> = {
  answer: {
    questionId: id,
    value: (value) => value !== undefined,
    marked: (value) => typeof value === 'boolean',
    at,
  },
  visited: { questionId: id, ms: whole(86_400_000), at },
  section: { sectionId: id, at },
  observed: { type: text(1, 40), at, detail: optional(text(0, 500)) },
  confirmed: { commandId: id, at },
};

/**
 * Whether the server will take this for an entry of the contract: the same as the schema in `server/protocol/entries.ts`,
 * without the library that the schema is written in, which weighs more than the rest of a session.
 */
export function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind, ...fields } = value;
  if (!isKind(kind)) return false;
  const form: Form = forms[kind];
  return (
    Object.keys(fields).every((name) => Object.hasOwn(form, name)) &&
    Object.entries(form).every(([name, check]) => check(Reflect.get(fields, name)))
  );
}

function isKind(kind: unknown): kind is Entry['kind'] {
  return typeof kind === 'string' && Object.hasOwn(forms, kind);
}
