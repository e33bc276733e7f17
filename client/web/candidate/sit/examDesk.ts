import type { ExamSummary } from '../../../../server/protocol/http.ts';
import {
  createBrowserSession,
  createSealedPapers,
  type ExamSession,
  type SealedPapers,
  type SignIn,
} from '../../../session/index.ts';
import { openWebSocket } from '../../early/earlyLine.ts';
import { earlyReply } from '../../early/earlyReplies.ts';

const headStart = { openWebSocket, reply: earlyReply };

/**
 * Hands out the page's exam sessions, one at a time: whoever leaves an exam and comes straight back would otherwise
 * find it held by the session that is still closing, and be told of another tab.
 */
export class ExamDesk {
  #closing: Promise<void> = Promise.resolve();
  #papers: SealedPapers | null = null;
  #begun: ExamSummary | null = null;

  async begin(signIn: SignIn, examId: string): Promise<ExamSession> {
    await this.#closing;
    const session = await createBrowserSession(signIn, this.papersFor(signIn), headStart);
    void session.open(examId);
    return session;
  }

  /** What was fetched before the start stays here until the exam is opened. */
  papersFor(signIn: SignIn): SealedPapers {
    this.#papers ??= createSealedPapers(signIn);
    return this.#papers;
  }

  /** What was known of an exam when its candidate began: at the start nobody has to ask for it again. */
  remember(exam: ExamSummary): void {
    this.#begun = exam;
  }

  begun(examId: string): ExamSummary | null {
    return this.#begun?.id === examId ? this.#begun : null;
  }

  end(session: ExamSession): void {
    this.#closing = session.close();
  }
}
