import type { PaperOutline, WireQuestion } from '../../server/protocol/candidate.ts';
import { sealContext } from '../../server/protocol/sealed.ts';
import type { Credentials } from './credentials.ts';
import type { CallOff, Environment } from './environment.ts';
import type { HttpApi } from './httpApi.ts';
import { questionsChunk } from './replies.ts';
import type { SealedText } from './unseal.ts';

export type OutlineSection = PaperOutline['sections'][number];

/** Where a session gets questions that came before the start. */
export interface SealedSource {
  /** Whether something of this exam is here that only wants its key. */
  has(examId: string): boolean;
  /** The questions of a section in the candidate's order; `null` where they have to be streamed. Never rejects. */
  open(paperHash: string, section: OutlineSection): Promise<readonly WireQuestion[] | null>;
}

export interface Unsealer {
  prepare(): void;
  unseal(sealed: SealedText): Promise<string>;
}

export interface SealedPapersOptions {
  readonly api: Pick<HttpApi, 'sealed' | 'ciphertext'>;
  readonly credentials: Pick<Credentials, 'authorised'>;
  readonly environment: Environment;
  readonly unsealer: Unsealer;
}

/** A section that takes longer than this to open is streamed, ms. */
const patienceMs = 4_000;

/** Sealed sections that were fetched before the start, and are kept until they have been opened. */
export class SealedPapers implements SealedSource {
  readonly #options: SealedPapersOptions;
  /** Exam id → hash → ciphertext. */
  readonly #kept = new Map<string, Map<string, ArrayBuffer>>();

  constructor(options: SealedPapersOptions) {
    this.#options = options;
  }

  /** Fetches an exam's sealed sections at a random moment of the next `windowMs`, unless called off before. */
  prefetchWithin(examId: string, windowMs: number): CallOff {
    const { environment } = this.#options;
    return environment.after(environment.random() * windowMs, () => void this.prefetch(examId));
  }

  /** What cannot be had is left out: it will be streamed. */
  async prefetch(examId: string): Promise<void> {
    const { api, credentials, unsealer } = this.#options;
    const manifest = await credentials.authorised((token) => api.sealed(examId, token));
    if (manifest.kind !== 'done' || manifest.reply.sections.length === 0) return;
    unsealer.prepare();
    const kept = this.#kept.get(examId) ?? new Map<string, ArrayBuffer>();
    this.#kept.set(examId, kept);
    for (const { hash } of manifest.reply.sections) {
      const ciphertext = kept.get(hash) ?? (await api.ciphertext(hash));
      if (ciphertext !== null) kept.set(hash, ciphertext);
    }
  }

  has(examId: string): boolean {
    return (this.#kept.get(examId)?.size ?? 0) > 0;
  }

  async open(paperHash: string, section: OutlineSection): Promise<readonly WireQuestion[] | null> {
    const { sealed } = section;
    const ciphertext = sealed && this.#take(sealed.hash);
    if (!ciphertext) return null;
    try {
      const context = sealContext(paperHash, section.id);
      const text = await this.#inTime(
        this.#options.unsealer.unseal({ ciphertext, key: sealed.contentKey, context }),
      );
      return inOrderOf(section, questionsIn(text));
    } catch {
      return null;
    }
  }

  /** Once: what could not be opened now will not be opened later either. */
  #take(hash: string): ArrayBuffer | undefined {
    for (const kept of this.#kept.values()) {
      const ciphertext = kept.get(hash);
      if (ciphertext === undefined) continue;
      kept.delete(hash);
      return ciphertext;
    }
    return undefined;
  }

  #inTime(opening: Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const callOff = this.#options.environment.after(patienceMs, () =>
        reject(new Error('It takes too long.')),
      );
      opening.then(resolve, reject).finally(callOff);
    });
  }
}

/** @throws when the text holds something else */
function questionsIn(text: string): readonly WireQuestion[] {
  const read = questionsChunk.safeParse({ from: 0, questions: JSON.parse(text) });
  if (!read.success) throw new Error('These are no questions.');
  return read.data.questions;
}

/** @throws when a question or an option is not there */
function inOrderOf(
  { questionIds, sealed }: OutlineSection,
  questions: readonly WireQuestion[],
): WireQuestion[] {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return questionIds.map((id, index) => {
    const question = byId.get(id);
    if (question === undefined) throw new Error('A question is missing.');
    const places = sealed?.options[index] ?? '';
    return places === ''
      ? question
      : { ...question, options: [...places].map((place) => optionAt(question, place)) };
  });
}

function optionAt({ options = [] }: WireQuestion, place: string) {
  const option = options[Number.parseInt(place, 36)];
  if (option === undefined) throw new Error('An option is missing.');
  return option;
}
