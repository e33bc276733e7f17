import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { seededRandom } from '../../client/session/cli/random.ts';
import { type Environment, realEnvironment } from '../../client/session/environment.ts';
import type { AnswerBook } from '../answerBook.ts';
import { now } from '../now.ts';
import { RecordWriter } from '../records.ts';
import { takeOrders } from '../takeOrders.ts';
import { BusyMeter } from './busyMeter.ts';
import { Candidate } from './candidate.ts';
import type { Endpoint } from './connection.ts';
import { Crew } from './crew.ts';
import type { Hall } from './hall.ts';
import { HttpDoor } from './httpDoor.ts';
import type { GeneratorSettings, Order, Phase, PhaseResult, Report, RosterLine } from './messages.ts';
import { Meters } from './meters.ts';
import type { Page } from './page.ts';
import { RealCandidate } from './realCandidate.ts';
import { SignIns } from './signIns.ts';
import { surroundings } from './surroundings.ts';

/** A generator process: takes orders from the bench that started it and ends with it. */

const progressEveryMs = 500;
const usPerS = 1e6;

interface Generator {
  readonly crew: Crew;
  readonly meters: Meters;
  readonly records: RecordWriter;
}

let generator: Generator | null = null;

const report = (message: Report) => void process.send?.(message);

function prepare(settings: GeneratorSettings): Generator {
  const { seed, endpoints, localAddresses, examId, slow, manner, sample, password, origin } = settings;
  const random = seededRandom(seed + settings.generator * 7_919);
  const meters = new Meters();
  const records = new RecordWriter(settings.recordsFile);
  const environment: Environment = { ...realEnvironment, random };
  const book: AnswerBook = JSON.parse(readFileSync(settings.bookFile, 'utf8'));
  const door = new HttpDoor({ endpoints, localAddresses, origin });
  const hall: Hall = {
    environment,
    now,
    connections: surroundings(),
    endpoints,
    door,
    manner,
    examId,
    book,
    meters,
    records,
    localAddressOf: (candidate) => localAddresses[candidate % Math.max(1, localAddresses.length)],
  };
  const roster = rosterOf(settings.rosterFile);
  const pages = Array.from({ length: manner.devices }, (_, device) => device);
  const candidates = roster.flatMap(({ number, username, token, expiresAt }): Page[] => {
    if (number < sample) {
      const url = urlOf(endpoints[number % endpoints.length]);
      const shared = { examId, book, meters, records, environment, now };
      return [new RealCandidate({ ...shared, number, username, password, url })];
    }
    const delayMs = slow !== null && random() < slow.share ? slow.delayMs : 0;
    return pages.map(
      (device) => new Candidate(hall, { number, token, tokenExpiresAt: expiresAt, delayMs, device }),
    );
  });
  const usernames = roster.map(({ username }) => username);
  const signIns = new SignIns({
    door,
    endpoints: endpoints.length,
    usernames,
    password,
    meters,
    now,
    random,
  });
  const onArrived = () => report({ kind: 'arrived' });
  return { crew: new Crew({ hall, signIns, candidates, random, onArrived }), meters, records };
}

function urlOf(endpoint: Endpoint | undefined): string {
  const { host = '', port = 0, isTls = false } = endpoint ?? {};
  return `${isTls ? 'https' : 'http'}://${host}:${port}`;
}

function rosterOf(file: string): readonly RosterLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): RosterLine => JSON.parse(line));
}

async function carryOut({ crew, meters, records }: Generator, phase: Phase): Promise<PhaseResult> {
  const cpu = process.cpuUsage();
  const busy = new BusyMeter(performance.eventLoopUtilization());
  const ticker = setInterval(() => {
    busy.look(performance.eventLoopUtilization());
    report({ kind: 'progress', progress: crew.progress });
    records.flush();
  }, progressEveryMs);
  try {
    const unfinished = await crew.run(phase);
    records.flush();
    const { user, system } = process.cpuUsage(cpu);
    const cpuS = (user + system) / usPerS;
    const stretch = busy.busiest(performance.eventLoopUtilization());
    return { meters: meters.take(), cpuS, ...stretch, unfinished };
  } finally {
    clearInterval(ticker);
  }
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'prepare':
      generator = prepare(order.settings);
      return report({ kind: 'ready' });
    case 'phase':
      if (generator === null) throw new Error('The generator was not prepared.');
      return report({ kind: 'done', result: await carryOut(generator, order.phase) });
    case 'end-work':
      return generator?.crew.endWork(order.at);
    case 'finish':
      generator?.crew.close();
      generator?.records.close();
      return report({ kind: 'finished' });
  }
}

takeOrders(obey);
