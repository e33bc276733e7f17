/**
 * Readers of what comes from outside, as small as a page on a bad network wants them. Each tells whether a value has its
 * form, and gives it without the fields that it does not know. Schemas of zod taken wherever a `Form` is asked for.
 */

export type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly data?: never };

export interface Form<out T> {
  safeParse(value: unknown): Parsed<T>;
}

/** The form of a field that may be left out. */
export interface OptionalForm<out T> extends Form<T> {
  readonly isOptional: true;
}

const misfit = { success: false } as const;

const taken = <T>(data: T): Parsed<T> => ({ success: true, data });

function guarded<T>(isIt: (value: unknown) => value is T): Form<T> {
  return { safeParse: (value) => (isIt(value) ? taken(value) : misfit) };
}

export const string = (): Form<string> => guarded((value) => typeof value === 'string');

export const number = (): Form<number> => guarded((value) => typeof value === 'number');

/** A number that is not below 0. */
export const positive = (): Form<number> =>
  guarded((value): value is number => typeof value === 'number' && value >= 0);

export const boolean = (): Form<boolean> => guarded((value) => typeof value === 'boolean');

/** Anything that is there. */
export const unknown = (): Form<unknown> => guarded((value): value is unknown => value !== undefined);

export const literal = <const T>(only: T): Form<T> => guarded((value): value is T => value === only);

export const oneOf = <const T extends string>(names: readonly T[]): Form<T> =>
  guarded((value): value is T => names.some((name) => name === value));

export function nullable<T>(form: Form<T>): Form<T | null> {
  return { safeParse: (value) => (value === null ? taken(null) : form.safeParse(value)) };
}

export function optional<T>(form: Form<T>): OptionalForm<T> {
  return { isOptional: true, safeParse: (value) => form.safeParse(value) };
}

/** `otherwise` stands for whatever does not taken. */
export function or<T>(form: Form<T>, otherwise: T): Form<T> {
  return { safeParse: (value) => taken(form.safeParse(value).data ?? otherwise) };
}

export function map<T, U>(form: Form<T>, make: (value: T) => U): Form<U> {
  return {
    safeParse(value) {
      const read = form.safeParse(value);
      return read.success ? taken(make(read.data)) : misfit;
    },
  };
}

export function array<T>(form: Form<T>): Form<readonly T[]> {
  return {
    safeParse(value) {
      if (!Array.isArray(value)) return misfit;
      const items: T[] = [];
      for (const each of value) {
        const read = form.safeParse(each);
        if (!read.success) return misfit;
        items.push(read.data);
      }
      return taken(items);
    },
  };
}

export function record<T>(form: Form<T>): Form<Record<string, T>> {
  return {
    safeParse(value) {
      if (!isRecord(value)) return misfit;
      const entries: [string, T][] = [];
      for (const [name, each] of Object.entries(value)) {
        const read = form.safeParse(each);
        if (!read.success) return misfit;
        entries.push([name, read.data]);
      }
      return taken(Object.fromEntries(entries));
    },
  };
}

type Fields = Readonly<Record<string, Form<unknown>>>;
/** What a form reads. */
export type Read<F> = F extends Form<infer T> ? T : never;
type OptionalNames<F extends Fields> = {
  [N in keyof F]: F[N] extends OptionalForm<unknown> ? N : never;
}[keyof F];

export type ObjectOf<F extends Fields> = {
  [N in Exclude<keyof F, OptionalNames<F>>]: Read<F[N]>;
} & { [N in OptionalNames<F>]?: Read<F[N]> };

/** Fields that are not named here are left out. */
export function object<F extends Fields>(fields: F): Form<ObjectOf<F>> {
  return {
    safeParse(value) {
      if (!isRecord(value)) return misfit;
      const known: Record<string, unknown> = {};
      for (const [name, form] of Object.entries(fields)) {
        if (!Object.hasOwn(value, name) && isOptional(form)) continue;
        const read = form.safeParse(Object.hasOwn(value, name) ? value[name] : undefined);
        if (!read.success) return misfit;
        known[name] = read.data;
      }
      return isRead(known, fields) ? taken(known) : misfit;
    },
  };
}

function isOptional(form: Form<unknown>): boolean {
  return 'isOptional' in form;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every field of `known` has been read with its form. */
function isRead<F extends Fields>(known: Readonly<Record<string, unknown>>, fields: F): known is ObjectOf<F> {
  return Object.entries(fields).every(([name, form]) => isOptional(form) || Object.hasOwn(known, name));
}
