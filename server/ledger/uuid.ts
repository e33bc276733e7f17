const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Whether the text is a UUID in the form in which PostgreSQL writes it. Anything else names nothing here: some of it makes
 * a statement fail, and the same UUID in capitals would be another text in the hashes.
 */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
