import { createBrowserSession, type ExamSession, type SignIn } from '../../../session/index.ts';

/**
 * Hands out the page's exam sessions, one at a time: whoever leaves an exam and comes straight back would otherwise
 * find it held by the session that is still closing, and be told of another tab.
 */
export class ExamDesk {
  #closing: Promise<void> = Promise.resolve();

  async begin(signIn: SignIn, examId: string): Promise<ExamSession> {
    await this.#closing;
    const session = await createBrowserSession(signIn);
    void session.open(examId);
    return session;
  }

  end(session: ExamSession): void {
    this.#closing = session.close();
  }
}
