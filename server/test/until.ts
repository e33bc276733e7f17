import { setTimeout as pause } from 'node:timers/promises';

/** So seldom that those who are waited for have the processor, so often that nobody waits for the look. */
const betweenLooksMs = 20;

/** Resolves when `look` sees it. For what tells nobody that it has happened: a process of others, a row in a table. */
export async function until(look: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await look())) await pause(betweenLooksMs);
}
