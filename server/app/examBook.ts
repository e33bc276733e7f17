import { indexPaper, type PaperIndex } from '../domain/paperIndex.ts';
import type { Catalogue, ExamRow } from './ports.ts';

/** A published exam as every decision about it needs it. */
export interface Exam {
  readonly id: string;
  readonly paper: PaperIndex;
  /** The exam office has closed it: nobody opens it any more. */
  readonly closed: boolean;
}

/**
 * The published exams of this node. Papers are immutable and kept by their hash; which paper an exam has may change
 * until it opens, so that is asked again after `rereadMs`.
 */
export class ExamBook {
  readonly #catalogue: Catalogue;
  readonly #now: () => number;
  readonly #papers = new Map<string, Promise<PaperIndex>>();
  readonly #rows = new Map<string, { readonly readAt: number; readonly row: Promise<ExamRow | null> }>();

  constructor(catalogue: Catalogue, now: () => number) {
    this.#catalogue = catalogue;
    this.#now = now;
  }

  /** `null` when there is no such published exam. */
  async exam(examId: string): Promise<Exam | null> {
    const row = await this.#row(examId);
    if (row === null) return null;
    return { id: examId, paper: await this.paper(row.paperHash), closed: row.status === 'closed' };
  }

  /** @throws when the paper is missing: an exam or an attempt refers to content that was never published. */
  paper(hash: string): Promise<PaperIndex> {
    const known = this.#papers.get(hash);
    if (known !== undefined) return known;
    const loading = this.#load(hash);
    this.#papers.set(hash, loading);
    loading.catch(() => this.#papers.delete(hash));
    return loading;
  }

  async #load(hash: string): Promise<PaperIndex> {
    const content = await this.#catalogue.paper(hash);
    if (content === null) throw new Error(`There is no paper ${hash}.`);
    return indexPaper(hash, content);
  }

  #row(examId: string): Promise<ExamRow | null> {
    const known = this.#rows.get(examId);
    if (known !== undefined && this.#now() - known.readAt < rereadMs) return known.row;
    const row = this.#catalogue.exam(examId);
    this.#rows.set(examId, { readAt: this.#now(), row });
    const forget = () => {
      if (this.#rows.get(examId)?.row === row) this.#rows.delete(examId);
    };
    row.then((found) => found ?? forget(), forget);
    return row;
  }
}

const rereadMs = 10_000;
