/** The bench cannot do what was asked. The message is one sentence, or a few, for whoever asked; exit code 2. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
