import type { Progress } from './generator/messages.ts';

interface Watched {
  readonly progress: Progress;
}

const everyMs = 1_000;
/** A terminal's line is written over; a file gets a line now and then. */
const linesEvery = 5;

/** One line that says what is going on, while it is: until it is stopped, or the run is interrupted. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout;
  #text = '';
  #watched: Watched | null = null;
  #before: Progress | null = null;
  #ticks = 0;

  constructor(stream: NodeJS.WriteStream, signal: AbortSignal) {
    this.#stream = stream;
    signal.addEventListener('abort', () => clearInterval(this.#timer), { once: true });
    this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  say(text: string): void {
    this.#text = text;
    this.#ticks = 0;
    this.#before = null;
    this.#show(text);
    if (!this.#stream.isTTY) this.#stream.write('\n');
  }

  watch(watched: Watched | null): void {
    this.#watched = watched;
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#stream.isTTY) this.#show('');
  }

  #tick(): void {
    this.#ticks += 1;
    const now = this.#watched?.progress ?? null;
    const told = now === null ? '' : `  ${numbers(now, this.#before)}`;
    const line = `${this.#text}  ${this.#ticks} s${told}`;
    this.#before = now;
    if (this.#stream.isTTY) this.#show(line);
    else if (this.#ticks % linesEvery === 0) this.#stream.write(`${line}\n`);
  }

  #show(line: string): void {
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[2K${line}` : line);
  }
}

function numbers({ connected, offered, acked, refused }: Progress, before: Progress | null): string {
  const perS = (total: number, earlier: number | undefined) => Math.max(0, total - (earlier ?? 0));
  return (
    `connected ${connected}  offered ${perS(offered, before?.offered)}/s  ` +
    `acknowledged ${perS(acked, before?.acked)}/s  refused ${refused}`
  );
}
