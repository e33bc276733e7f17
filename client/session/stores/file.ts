import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Entry, entry } from '../../../server/protocol/entries.ts';
import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from '../journalStore.ts';
import { MemoryStore } from './memory.ts';

const journalKey = z.object({ attemptId: z.string(), epoch: z.number(), deviceId: z.string() });
const numbered: z.ZodType<NumberedEntry> = z.object({
  n: z.number(),
  entry: z.custom<Entry>((value) => entry.safeParse(value).success),
});

/** One line of the file. */
const record = z.discriminatedUnion('op', [
  z.object({ op: z.literal('append'), key: journalKey, entries: z.array(numbered) }),
  z.object({ op: z.literal('deleteThrough'), key: journalKey, through: z.number() }),
  z.object({ op: z.literal('replace'), from: journalKey, to: journalKey, entries: z.array(numbered) }),
]);
type Record = z.infer<typeof record>;

interface OpenFile {
  readonly handle: FileHandle;
  /** What the file's lines add up to. */
  readonly content: MemoryStore;
}

/**
 * For Node: one file an attempt, a line of JSON a change, fsync before a promise resolves. A line that was torn by a
 * crash was never promised and is passed over; each opening rewrites the file to what is still alive in it.
 */
export class FileStore implements JournalStore {
  readonly #folder: string;
  readonly #files = new Map<string, Promise<OpenFile>>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(attemptId: string): Promise<readonly StoredJournal[]> {
    const { content } = await this.#file(attemptId);
    return await content.load(attemptId);
  }

  append(key: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#write(key.attemptId, { op: 'append', key, entries: [...entries] });
  }

  deleteThrough(key: JournalKey, through: number): Promise<void> {
    return this.#write(key.attemptId, { op: 'deleteThrough', key, through });
  }

  replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#write(from.attemptId, { op: 'replace', from, to, entries: [...entries] });
  }

  close(): void {
    for (const file of this.#files.values()) {
      void this.#writing.then(async () => (await file).handle.close()).catch(() => {});
    }
    this.#files.clear();
  }

  #write(attemptId: string, change: Record): Promise<void> {
    const file = this.#file(attemptId);
    const written = this.#writing.then(async () => {
      const { handle, content } = await file;
      await handle.appendFile(`${JSON.stringify(change)}\n`);
      if (change.op !== 'deleteThrough') await handle.datasync();
      await apply(content, change);
    });
    this.#writing = written.catch(() => this.#reopen(attemptId));
    return written;
  }

  /** A line may have been torn; the next one must not be joined to it. */
  async #reopen(attemptId: string): Promise<void> {
    const file = this.#files.get(attemptId);
    this.#files.delete(attemptId);
    await file?.then(({ handle }) => handle.close()).catch(() => {});
  }

  #file(attemptId: string): Promise<OpenFile> {
    const known = this.#files.get(attemptId);
    if (known) return known;
    const file = openFile(this.#folder, attemptId);
    this.#files.set(attemptId, file);
    return file;
  }
}

async function openFile(folder: string, attemptId: string): Promise<OpenFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${encodeURIComponent(attemptId)}.jsonl`);
  const content = await readContent(path);
  const handle = await rewrite(folder, path, await content.load(attemptId));
  return { handle, content };
}

async function readContent(path: string): Promise<MemoryStore> {
  const content = new MemoryStore();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  for (const line of text.split('\n')) {
    const change = record.safeParse(parseJson(line));
    if (change.success) await apply(content, change.data);
  }
  return content;
}

/** Returns the new file, open at its end. A crash leaves either the old one or the new one, whole. */
async function rewrite(
  folder: string,
  path: string,
  journals: readonly StoredJournal[],
): Promise<FileHandle> {
  const handle = await open(`${path}.new`, 'w');
  const changes = journals.map(({ key, entries }): Record => ({ op: 'append', key, entries: [...entries] }));
  await handle.appendFile(changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
  await handle.datasync();
  await rename(`${path}.new`, path);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
  return handle;
}

function apply(content: MemoryStore, change: Record): Promise<void> {
  switch (change.op) {
    case 'append':
      return content.append(change.key, change.entries);
    case 'deleteThrough':
      return content.deleteThrough(change.key, change.through);
    case 'replace':
      return content.replace(change.from, change.to, change.entries);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
