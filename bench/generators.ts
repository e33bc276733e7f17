import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerBook } from './answerBook.ts';
import type { Endpoint } from './generator/connection.ts';
import type { GeneratorSettings, Manner, RosterLine } from './generator/messages.ts';

export interface GeneratorsOptions {
  /** Where the generators' files go. */
  readonly folder: string;
  /** Their files begin with it. */
  readonly name: string;
  readonly seed: number;
  readonly endpoints: readonly Endpoint[];
  readonly examId: string;
  readonly book: AnswerBook;
  readonly roster: readonly RosterLine[];
  readonly password: string;
  readonly origin: string;
  readonly slow: GeneratorSettings['slow'];
  readonly manner: Manner;
  readonly sample: number;
}

/** Two, because one process cannot show that a rate is not its own limit; more when their sockets need it. */
const fewest = 2;
const candidatesPerGenerator = 12_000;

/** How many addresses of the loopback network candidates come from: a server limits connections from one address. */
const loopbackAddresses = 32;

/** How many processes play so many candidates. */
export function generatorsFor(candidates: number): number {
  return Math.min(candidates, Math.max(fewest, Math.ceil(candidates / candidatesPerGenerator)));
}

/** Writes what the generator processes read, and says what each of them has to know. */
export async function generatorSettings(options: GeneratorsOptions): Promise<readonly GeneratorSettings[]> {
  const { folder, name, seed, endpoints, examId, book, roster, password, origin, slow, manner, sample } =
    options;
  const bookFile = join(folder, `${name}-book.json`);
  await writeFile(bookFile, JSON.stringify(book));
  const count = generatorsFor(roster.length);
  return Promise.all(
    Array.from({ length: count }, async (_, generator) => {
      const own = roster.filter((_line, index) => index % count === generator);
      const rosterFile = join(folder, `${name}-roster-${generator}.jsonl`);
      await writeFile(rosterFile, own.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
      return {
        generator,
        seed,
        endpoints,
        localAddresses: localAddresses(endpoints),
        examId,
        bookFile,
        rosterFile,
        recordsFile: join(folder, `${name}-records-${generator}.bin`),
        password,
        origin,
        slow,
        manner,
        sample,
      };
    }),
  );
}

/** Only Linux lets a program use all of 127.0.0.0/8 without asking. */
function localAddresses(endpoints: readonly Endpoint[]): readonly string[] {
  const isLocal = endpoints.every(({ host }) => host === '127.0.0.1');
  if (!isLocal || process.platform !== 'linux') return [];
  return Array.from({ length: loopbackAddresses }, (_, index) => `127.0.0.${index + 2}`);
}

export function endpointOf(url: string): Endpoint {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  return { host: hostname, port: port === '' ? (isTls ? 443 : 80) : Number(port), isTls };
}
