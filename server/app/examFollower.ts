import type { ExamCommand } from '../domain/command.ts';
import type { ExamLog } from './ports.ts';

/** Called with commands that were not known before, in order. */
export type CommandListener = (examId: string, commands: readonly ExamCommand[]) => void;

/**
 * The exam logs of the exams this node serves, in memory. They are pushed where nodes share a Redis, polled as the
 * floor, and read again from the primary before anything is refused.
 */
export class ExamFollower {
  readonly #log: ExamLog;
  readonly #commands = new Map<string, ExamCommand[]>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #listeners: CommandListener[] = [];

  constructor(log: ExamLog) {
    this.#log = log;
  }

  onCommands(listener: CommandListener): void {
    this.#listeners.push(listener);
  }

  /** Exams whose logs are in memory. */
  get followed(): readonly string[] {
    return [...this.#commands.keys()];
  }

  /** Follows an exam no more, until somebody catches up with it again; then its commands are told anew. */
  letGo(examId: string): void {
    this.#commands.delete(examId);
  }

  /** What is known now; from 1 without gaps. */
  known(examId: string): readonly ExamCommand[] {
    return this.#commands.get(examId) ?? [];
  }

  /**
   * Everything that was committed when this was called. Callers that come while a read is under way wait for the next
   * one: theirs may have been committed after it began.
   */
  async catchUp(examId: string): Promise<readonly ExamCommand[]> {
    await this.#reading.get(examId)?.catch(() => undefined);
    await (this.#reading.get(examId) ?? this.#read(examId));
    return this.known(examId);
  }

  /** Somebody says that there is a command with this number. Exams that are not followed here are of no interest. */
  async hear(examId: string, seq: number): Promise<void> {
    const known = this.#commands.get(examId);
    if (known !== undefined && known.length < seq) await this.catchUp(examId);
  }

  /** One round of polling over every exam that is followed. */
  async poll(): Promise<void> {
    const after = new Map([...this.#commands].map(([examId, known]) => [examId, known.length]));
    if (after.size === 0) return;
    const news = await this.#log.readMany(after);
    for (const [examId, commands] of news) this.#add(examId, commands);
  }

  #read(examId: string): Promise<void> {
    const reading = this.#log
      .read(examId, this.known(examId).length)
      .then((commands) => this.#add(examId, commands))
      .finally(() => this.#reading.delete(examId));
    this.#reading.set(examId, reading);
    return reading;
  }

  /** Two reads may bring the same command; it is new only once. */
  #add(examId: string, commands: readonly ExamCommand[]): void {
    const known = this.#commands.get(examId) ?? [];
    this.#commands.set(examId, known);
    const news = commands.filter((command) => command.seq > known.length);
    if (news.length === 0) return;
    known.push(...news);
    for (const listener of this.#listeners) listener(examId, news);
  }
}
