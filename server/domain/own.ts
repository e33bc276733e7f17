/** The value a record from outside holds under this name, never one it inherits (`constructor`, `__proto__`). */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
