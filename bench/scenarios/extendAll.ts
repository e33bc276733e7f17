import { randomUUID } from 'node:crypto';
import { BenchError } from '../benchError.ts';
import { benchPassword } from '../server/prepare.ts';
import { createProctors } from '../server/proctors.ts';
import { signIn } from '../server/signIn.ts';
import { bringIn, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import type { NumbersOf, Scenario, Stage } from './scenario.ts';

const tenMinutesMs = 600_000;
const confirmationPatienceMs = 60_000;
const numbers = ['committedMs', 'confirmed', 'allConfirmedS', 'confirmP99Ms'] as const;

export const extendAll: Scenario = {
  name: 'extend-all',
  about:
    'The exam office gives everybody ten minutes more while they save: how long until all have confirmed it.',
  defaults: { candidates: 10_000, nodes: 4, rate: 1_000, seconds: 20 },
  numbers,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, generators, now, pause, say } = stage;
    await bringIn(stage);
    const issue = await office(stage);
    say(`saving ${plan.rate} answers a second`);
    const from = now() + leadMs;
    const issuedAt = from + (plan.seconds * 1_000) / 2;
    const commandId = randomUUID();
    const working = generators.run({
      kind: 'together',
      phases: [
        workPhase(from, plan.seconds, { saves: plan.rate }, generators.size),
        { kind: 'confirm', commandId, patienceMs: issuedAt - now() + confirmationPatienceMs },
      ],
    });
    working.catch(() => undefined);
    await pause(issuedAt - now());
    say('everybody is given ten minutes more');
    const askedAt = now();
    await issue(commandId);
    const committedAt = now();
    const readings = await working;
    const confirmed = readings.timing('confirm').seconds;
    const lastConfirmedAt = readings.count('confirmed') === 0 ? 0 : lastMoment(confirmed);
    const extra: NumbersOf<typeof numbers> = {
      committedMs: committedAt - askedAt,
      confirmed: readings.count('confirmed'),
      /** From the request to the last confirmation that was acknowledged, to the second. */
      allConfirmedS: Math.max(0, (lastConfirmedAt - askedAt) / 1_000),
      confirmP99Ms: readings.timing('confirm').whole.percentileMs(0.99),
    };
    return measuredSaves(readings, plan.seconds, extra);
  },
};

type Seconds = readonly (readonly [second: number, histogram: unknown])[];

/** The end of the last second in which something was. */
function lastMoment(seconds: Seconds): number {
  return ((seconds.at(-1)?.[0] ?? 0) + 1) * 1_000;
}

/** Signs in somebody of the exam office; the function issues the command. */
async function office({ server, examId }: Stage): Promise<(commandId: string) => Promise<void>> {
  const { database, urls, origin } = server;
  if (database === null)
    throw new BenchError('The exam office can only be made where the bench has the database.');
  const [username = ''] = await createProctors(database.url, examId, 1);
  const [url = ''] = urls;
  const token = await signIn(url, origin, username, benchPassword);
  return async (commandId) => {
    const response = await fetch(`${url}/api/staff/exams/${examId}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, origin },
      body: JSON.stringify({
        commandId,
        scope: { kind: 'all' },
        kind: 'extend',
        body: { ms: tenMinutesMs, reason: 'The bench gives more time.' },
      }),
    });
    if (!response.ok) throw new BenchError(`The command was refused: ${await response.text()}`);
  };
}
