import { z } from 'zod';

/** How the environment's variables are written. Messages complete the sentence that begins with the variable's name. */

export function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

export function port() {
  return whole(0, 65_535);
}

export function url(protocols: readonly string[]) {
  const allowed = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address that begins with ${allowed}`,
    );
}

/** `https://exam.example`, without a path. */
export function origin() {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && new URL(value).origin === value,
      'must hold origins like https://exam.example, without a path, separated by commas',
    );
}

/** Values separated by commas. */
export function list<T extends z.ZodType<string, string>>(item: T) {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}

export function masterKey() {
  return z
    .string()
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64; make one with: openssl rand -base64 32');
}
