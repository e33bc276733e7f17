import type { OpenedState } from '../../domain/attempt.ts';
import type { PaperIndex } from '../../domain/paperIndex.ts';
import { sectionState } from '../../domain/timing.ts';
import type { SealedKey, SealedReply } from '../../protocol/sealed.ts';
import type { HostedAttempt } from '../hostedAttempt.ts';
import type { Log, SealedSection, SealedSections } from '../ports.ts';
import { examTime } from '../views.ts';
import { optionPlaces, sealableSections } from './sectionContent.ts';

/** Keys for the sections of one attempt that are open, by section id. */
export type SealedKeys = ReadonlyMap<string, SealedKey>;

/** Ciphertexts that a node keeps in memory. */
const maxCiphertexts = 64;

/** The sealed papers of this node: sealed once for all nodes, then read from memory. */
export class SealedBook {
  readonly #sections: SealedSections;
  readonly #log: Log;
  readonly #papers = new Map<string, Promise<readonly SealedSection[]>>();
  readonly #ciphertexts = new Map<string, Uint8Array>();

  constructor(sections: SealedSections, log: Log) {
    this.#sections = sections;
    this.#log = log;
  }

  /** What may be fetched of this paper before the start. @throws Unavailable */
  async manifest(paper: PaperIndex): Promise<SealedReply> {
    const sections = await this.#ofPaper(paper);
    return {
      paper: paper.hash,
      sections: sections.map(({ sectionId, hash, bytes }) => ({ sectionId, hash, bytes })),
    };
  }

  /** `null` when there is no ciphertext of this hash. @throws Unavailable */
  async ciphertext(hash: string): Promise<Uint8Array | null> {
    const known = this.#ciphertexts.get(hash);
    if (known !== undefined) return known;
    const found = await this.#sections.ciphertext(hash);
    if (found !== null) this.#keep(hash, found);
    return found;
  }

  /**
   * Keys for the sections that are open to this candidate at `now`, and no others. Whatever goes wrong, there is always
   * the stream: then there are none.
   */
  async keys(hosted: HostedAttempt, state: OpenedState, now: number): Promise<SealedKeys> {
    const { paper } = hosted.context;
    try {
      const sections = await this.#ofPaper(paper);
      const open = sections.filter(
        ({ sectionId }) => sectionState(state.schedule, sectionId, examTime(state, now)) === 'open',
      );
      return new Map(open.map((sealed) => [sealed.sectionId, keyFor(sealed, hosted, state)]));
    } catch (error) {
      this.#log.warn({ err: error, paper: paper.hash }, 'The keys of a sealed paper could not be read.');
      return new Map();
    }
  }

  #ofPaper(paper: PaperIndex): Promise<readonly SealedSection[]> {
    const known = this.#papers.get(paper.hash);
    if (known !== undefined) return known;
    const sealing = this.#sections.ofPaper(paper.hash, () => sealableSections(paper));
    this.#papers.set(paper.hash, sealing);
    sealing.catch(() => this.#papers.delete(paper.hash));
    return sealing;
  }

  #keep(hash: string, ciphertext: Uint8Array): void {
    const [oldest] = this.#ciphertexts.keys();
    if (oldest !== undefined && this.#ciphertexts.size >= maxCiphertexts) this.#ciphertexts.delete(oldest);
    this.#ciphertexts.set(hash, ciphertext);
  }
}

function keyFor(
  { sectionId, hash, key }: SealedSection,
  hosted: HostedAttempt,
  state: OpenedState,
): SealedKey {
  const { questions, sections } = hosted.context.paper;
  const section = sections.get(sectionId);
  const order = hosted.orderOf(state).sections.find(({ id }) => id === sectionId);
  const places = (order?.questionIds ?? []).map((id) => {
    const found = questions.get(id);
    return section && found ? optionPlaces(section, found.question, state.seed) : '';
  });
  return { hash, contentKey: key, options: places };
}
