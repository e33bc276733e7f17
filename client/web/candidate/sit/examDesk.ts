import type { ExamSummary, ExamsReply } from '../../../../server/protocol/http.ts';
import {
  createBrowserSession,
  createSealedPapers,
  type ExamSession,
  type Outcome,
  type SealedPapers,
  type SignIn,
} from '../../../session/index.ts';
import { openWebSocket } from '../../early/earlyLine.ts';
import { earlyReply } from '../../early/earlyReplies.ts';

const headStart = { openWebSocket, reply: earlyReply };

/** `null` when nothing was asked, because it is not known who asks. */
type ExamsAhead = Promise<Outcome<ExamsReply> | null>;

interface ComingBack {
  readonly examId: string;
  /** `null` when the exam was not begun, or nothing is known. */
  readonly session: Promise<ExamSession | null>;
}

/**
 * Hands out the page's exam sessions, one at a time: whoever leaves an exam and comes straight back would otherwise
 * find it held by the session that is still closing, and be told of another tab.
 */
export class ExamDesk {
  readonly #signIn: SignIn;
  #closing: Promise<void> = Promise.resolve();
  #papers: SealedPapers | null = null;
  #begun: ExamSummary | null = null;
  #comingBack: ComingBack | null = null;
  #examsAhead: ExamsAhead | null = null;

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  /**
   * Somebody has come by the address of an exam: if it was begun, it is opened while the screen is still being drawn. If not,
   * it is left alone, because to open an exam begins it.
   */
  comeBack(examId: string): void {
    const exams = this.#askForExams();
    this.#examsAhead = exams;
    this.#comingBack = {
      examId,
      session: exams.then((outcome) => (hasBegun(outcome, examId) ? this.#open(examId) : null)),
    };
  }

  /** What was asked when somebody came back; it is given out once. */
  readonly examsAhead = (): ExamsAhead | null => {
    const exams = this.#examsAhead;
    this.#examsAhead = null;
    return exams;
  };

  async begin(examId: string): Promise<ExamSession> {
    await this.#closing;
    return (await this.#openedAhead(examId)) ?? this.#open(examId);
  }

  /** What was fetched before the start stays here until the exam is opened. */
  get papers(): SealedPapers {
    this.#papers ??= createSealedPapers(this.#signIn);
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

  async #askForExams(): ExamsAhead {
    const { api, credentials } = this.#signIn;
    if ((await credentials.refresh()) !== 'renewed') return null;
    return credentials.authorised((token) => api.exams(token));
  }

  async #open(examId: string): Promise<ExamSession> {
    const session = await createBrowserSession(this.#signIn, this.papers, headStart);
    void session.open(examId);
    return session;
  }

  async #openedAhead(examId: string): Promise<ExamSession | null> {
    const comingBack = this.#comingBack;
    this.#comingBack = null;
    const session = (await comingBack?.session) ?? null;
    if (comingBack?.examId === examId) return session;
    await session?.close();
    return null;
  }
}

function hasBegun(outcome: Outcome<ExamsReply> | null, examId: string): boolean {
  if (outcome?.kind !== 'done') return false;
  return outcome.reply.exams.some(({ id, status }) => id === examId && status === 'in-progress');
}
