/** A reply as far as the generator looks at it. */
export type Reply = { readonly ok: true; readonly value: Fields } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly details: Fields;
}

/** A JSON object whose members have not been looked at. */
export type Fields = Readonly<Record<string, unknown>>;

const noFields: Fields = {};

/** The reply in the array of an acknowledgement. What is not of the documented form is an error with code `unreadable`. */
export function readReply(body: string): Reply {
  const [reply] = listIn(body);
  if (!isFields(reply)) return unreadable;
  if (reply['ok'] === true) return { ok: true, value: reply };
  const { error } = reply;
  if (!isFields(error)) return unreadable;
  const { code, retryAfterMs, details } = error;
  return {
    ok: false,
    code: typeof code === 'string' ? code : 'unreadable',
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : undefined,
    details: isFields(details) ? details : noFields,
  };
}

/** The one argument of an event, whose body is the array of its name and that. */
export function readArgument(body: string): Fields {
  const argument = listIn(body)[1];
  return isFields(argument) ? argument : noFields;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

export function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function fieldsIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : noFields;
}

const passing: ReadonlySet<string> = new Set([
  'busy',
  'unavailable',
  'rate-limited',
  'internal',
  'gap',
  'missing-entries',
  'unreadable',
]);

/** Errors after which the same request is sent again. */
export function isPassing(code: string): boolean {
  return passing.has(code);
}

/** The members of a JSON object; none when the text is none. */
export function jsonFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : noFields;
  } catch {
    return noFields;
  }
}

const unreadable: Reply = { ok: false, code: 'unreadable', retryAfterMs: undefined, details: noFields };

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
