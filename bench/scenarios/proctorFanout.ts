import { BenchError } from '../benchError.ts';
import { endpointOf } from '../generators.ts';
import { Histogram } from '../histogram.ts';
import { benchPassword } from '../server/prepare.ts';
import { createProctors, districtsOf } from '../server/proctors.ts';
import { signIn } from '../server/signIn.ts';
import type { ViewerSettings } from '../viewers/messages.ts';
import { ViewerPool } from '../viewers/viewerPool.ts';
import { bringIn, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import { costs, countCosts } from './costs.ts';
import type { NumbersOf, Scenario, Stage } from './scenario.ts';

/** Pages that one proctor may have open. */
const pagesPerProctor = 8;
/** One viewer in so many watches the whole state, the others a district each. */
const oneOfStateIn = 4;
/** In the middle of the run this share of the candidates loses the connection and comes back. */
const cutShare = 0.01;
const bytesPerMb = 1e6;
const msPerS = 1_000;
const numbers = [
  ...(['freshP50Ms', 'freshP99Ms', 'freshMaxMs', 'connectionFreshP99Ms', 'connectionsSeen'] as const),
  ...(['viewers', 'roomsOpenMs', 'pages', 'deltasPerViewerS', 'viewersMbPerS'] as const),
  ...(['gaps', 'lostRooms', 'viewersBusy'] as const),
] as const;

export const proctorFanout: Scenario = {
  name: 'proctor-fanout',
  about: 'Candidates save while proctors (--viewers) watch them live: how old what they see is.',
  defaults: { candidates: 20_000, nodes: 2, rate: 1_000, seconds: 20, viewers: 200 },
  numbers,
  numbersOfOwnServer: costs,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, generators, now, say } = stage;
    const { viewers: watching = 0 } = plan;
    await bringIn(stage);
    say(`${watching} proctors open their rooms`);
    const viewers = new ViewerPool();
    try {
      const opened = await viewers.open(stage.examId, await settingsFor(stage, watching));
      say(`saving ${plan.rate} answers a second under their eyes`);
      const costsOf = countCosts(stage.server);
      await viewers.measure();
      const from = now() + leadMs;
      const readings = await generators.run({
        kind: 'together',
        phases: [
          workPhase(from, plan.seconds, { saves: plan.rate }, generators.size),
          { kind: 'cut', at: from + plan.seconds * 500, share: cutShare },
        ],
      });
      const { saves, connections, lastedMs, deltas, bytes, gaps, lost, busy } = await viewers.finish();
      const seconds = lastedMs / msPerS;
      const [fresh, linked] = [Histogram.from(saves), Histogram.from(connections)];
      const extra: NumbersOf<typeof numbers> = {
        freshP50Ms: fresh.percentileMs(0.5),
        freshP99Ms: fresh.percentileMs(0.99),
        freshMaxMs: fresh.maxMs,
        connectionFreshP99Ms: linked.percentileMs(0.99),
        connectionsSeen: linked.count,
        viewers: watching,
        roomsOpenMs: opened.ms,
        pages: opened.pages,
        deltasPerViewerS: deltas / watching / seconds,
        viewersMbPerS: bytes / bytesPerMb / seconds,
        gaps,
        lostRooms: lost,
        viewersBusy: busy,
      };
      return measuredSaves(readings, plan.seconds, { ...costsOf(readings), ...extra });
    } finally {
      viewers.kill();
    }
  },
};

async function settingsFor(
  { server, examId, say }: Stage,
  viewers: number,
): Promise<readonly ViewerSettings[]> {
  const { database, urls, origin } = server;
  if (database === null) throw new BenchError('Proctors can only be made where the bench has the database.');
  const usernames = await createProctors(
    database.url,
    examId,
    Math.ceil(viewers / pagesPerProctor / urls.length) * urls.length,
  );
  const districts = await districtsOf(database.url, examId);
  const tokens: string[] = [];
  for (const [index, username] of usernames.entries()) {
    tokens.push(await signIn(urls[index % urls.length] ?? '', origin, username, benchPassword));
  }
  say(`${usernames.length} proctors have signed in`);
  return Array.from({ length: viewers }, (_, index): ViewerSettings => {
    const districtId = districts[index % districts.length];
    const isOfState = index % oneOfStateIn === 0 || districtId === undefined;
    return {
      endpoint: endpointOf(urls[index % urls.length] ?? ''),
      token: tokens[index % tokens.length] ?? '',
      scope: isOfState ? { kind: 'all' } : { kind: 'district', districtId },
    };
  });
}
