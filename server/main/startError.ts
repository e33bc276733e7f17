/**
 * A reason not to start that a person can act on. Its message is one sentence (or two) that says what is wrong and
 * what to do; the composition root prints it alone and exits with code 1.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
