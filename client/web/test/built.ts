import { ensureWebBuilt } from '../../../server/main/buildWeb.ts';

/** Before all tests in browsers: servers that start beside each other would build the client each for itself. */
export default async function setup(): Promise<void> {
  await ensureWebBuilt({ log: () => undefined });
}
