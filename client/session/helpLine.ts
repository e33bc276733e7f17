import type { WireError } from '../../server/protocol/errors.ts';
import { Backoff } from './backoff.ts';
import type { CallOff, Environment } from './environment.ts';
import { normaliseText } from './normalise.ts';
import { type HelpRequest, isPassing, type Transport } from './transport.ts';

/** A call for a person, or a report about a question, and how far it has come. */
export type Help = HelpContent & {
  readonly id: string;
  /** When the candidate asked, device's clock, epoch ms. */
  readonly askedAt: number;
  readonly progress: HelpProgress;
};

type HelpContent =
  | { readonly kind: 'call'; readonly text: string }
  | { readonly kind: 'report'; readonly questionId: string; readonly text: string };

export type HelpProgress =
  /** Not with the staff yet; it is sent again by itself. */
  | { readonly kind: 'waiting' }
  /** The staff sees it. Server's clock, epoch ms. */
  | { readonly kind: 'received'; readonly at: number }
  /** The server does not take it, and waiting will not help. */
  | { readonly kind: 'refused'; readonly error: WireError };

/** Keeps what has not been received beyond this page. */
export interface HelpMemory {
  load(attemptId: string): readonly Help[];
  save(attemptId: string, waiting: readonly Help[]): void;
}

export interface HelpLineOptions {
  readonly transport: Pick<Transport, 'help'>;
  readonly environment: Environment;
  readonly memory: HelpMemory;
  readonly onChange: (help: readonly Help[]) => void;
}

/**
 * Brings calls and reports to the staff: kept on the device until the server has received them, sent one at a time and
 * again until it answers. Their ids make sending again harmless.
 */
export class HelpLine {
  readonly #options: HelpLineOptions;
  readonly #backoff: Backoff;
  #attemptId: string | null = null;
  #all: readonly Help[] = [];
  #isSending = false;
  #waiting: CallOff | null = null;
  #isClosed = false;

  constructor(options: HelpLineOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment);
  }

  /** The attempt is known from now on: what an earlier page of it has left is sent as well. */
  begin(attemptId: string): void {
    if (this.#attemptId === attemptId) return this.pump();
    this.#attemptId = attemptId;
    this.#change([...this.#options.memory.load(attemptId), ...this.#all]);
    this.pump();
  }

  ask(content: HelpContent): void {
    const { environment } = this.#options;
    const text = normaliseText(content.text).slice(0, mostText[content.kind]).toWellFormed();
    const asked = { id: environment.newId(), askedAt: environment.wallClock(), text };
    this.#change([...this.#all, { ...content, ...asked, progress: { kind: 'waiting' } }]);
    this.pump();
  }

  /** Sends what waits. To be called whenever something may have become possible. */
  pump(): void {
    const next = this.#all.find(({ progress }) => progress.kind === 'waiting');
    if (this.#isClosed || this.#isSending || this.#waiting || !next || this.#attemptId === null) return;
    void this.#send(this.#attemptId, next);
  }

  /** No timer is left. What waits stays in the memory. */
  close(): void {
    this.#isClosed = true;
    this.#waiting?.();
    this.#waiting = null;
  }

  async #send(attemptId: string, help: Help): Promise<void> {
    this.#isSending = true;
    const outcome = await this.#options.transport.help(requestOf(attemptId, help));
    this.#isSending = false;
    if (this.#isClosed) return;
    if (outcome.kind === 'done') {
      this.#backoff.reset();
      this.#settle(help, { kind: 'received', at: outcome.reply.receivedAt });
    } else if (outcome.kind === 'error' && !isPassing(outcome.error)) {
      this.#settle(help, { kind: 'refused', error: outcome.error });
    } else {
      this.#wait(outcome.kind === 'error' ? outcome.error.retryAfterMs : undefined);
    }
    this.pump();
  }

  #settle(help: Help, progress: HelpProgress): void {
    this.#change(this.#all.map((each) => (each.id === help.id ? { ...each, progress } : each)));
  }

  #wait(retryAfterMs?: number): void {
    this.#waiting = this.#options.environment.after(this.#backoff.next(retryAfterMs), () => {
      this.#waiting = null;
      this.pump();
    });
  }

  #change(all: readonly Help[]): void {
    this.#all = all;
    const { memory, onChange } = this.#options;
    if (this.#attemptId !== null) {
      memory.save(
        this.#attemptId,
        all.filter(({ progress }) => progress.kind === 'waiting'),
      );
    }
    onChange(all);
  }
}

/** The contract's limits, in UTF-16 units. */
const mostText = { call: 500, report: 1_000 } as const;

function requestOf(attemptId: string, help: Help): HelpRequest {
  const { id, text } = help;
  switch (help.kind) {
    case 'call':
      return { event: 'invigilator:call', body: { attemptId, callId: id, ...(text !== '' && { text }) } };
    case 'report':
      return {
        event: 'question:report',
        body: { attemptId, reportId: id, questionId: help.questionId, text },
      };
  }
}

/** For devices that keep nothing. */
export const noHelpMemory: HelpMemory = { load: () => [], save: () => undefined };
