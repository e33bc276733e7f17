const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL would take the text for a UUID in its usual form; anything else makes a statement fail. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
