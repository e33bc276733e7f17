import { type AttemptState, placeOf } from '../domain/attempt.ts';
import { type ExamCommand, reaches } from '../domain/command.ts';
import type { Frame } from '../domain/frame.ts';
import type { AttemptListener, HostedAttempt } from './hostedAttempt.ts';
import type { Audience, ReceiptSigner } from './ports.ts';
import { deadlineView } from './views.ts';

/** Tells the pages that show an attempt what has happened to it, once it is committed. */
export class Announcements implements AttemptListener {
  readonly #audience: Audience;
  readonly #receipts: ReceiptSigner;

  constructor(audience: Audience, receipts: ReceiptSigner) {
    this.#audience = audience;
    this.#receipts = receipts;
  }

  /** Pages at other nodes are told by the node that has written the frame: theirs need not look soon. */
  onFrame({ ref, state, attendance }: HostedAttempt, frame: Frame, source: 'written' | 'found'): void {
    const { attemptId } = ref;
    const reach = source === 'written' ? 'everywhere' : 'here';
    switch (frame.kind) {
      case 'entered': {
        const { epoch, deviceId } = frame.body;
        this.#audience.push(attemptId, 'attempt:superseded', { attemptId, epoch, deviceId }, reach);
        return;
      }
      case 'sealed': {
        if (attendance === 0 && (source === 'found' || !this.#audience.spansNodes)) return;
        const { reason, receipt, kid } = frame.body;
        const signed = this.#receipts.sign(receipt, kid);
        const push = { attemptId, reason, sealedAt: frame.receivedAt, receipt: signed };
        this.#audience.push(attemptId, 'attempt:sealed', push, reach);
        return;
      }
      case 'reopened': {
        if (state.status === 'scheduled') return;
        const { commandId } = frame.body;
        const push = { attemptId, deadline: deadlineView(state), commandId };
        this.#audience.push(attemptId, 'attempt:resumed', push, reach);
        return;
      }
      case 'opened':
      case 'answered':
      case 'late':
      case 'adjudicated':
      case 'returned':
        return;
    }
  }

  onCommand(hosted: HostedAttempt, command: ExamCommand, before: AttemptState): void {
    const { state, context } = hosted;
    if (before.status === 'scheduled' || before.status === 'sealed') return;
    if (state.status === 'scheduled' || !reaches(command.scope, placeOf(before, context))) return;
    const { attemptId } = hosted.ref;
    const { commandId, issuedAt } = command;
    switch (command.kind) {
      case 'extend': {
        const { reason } = command.body;
        const push = { attemptId, deadline: deadlineView(state), commandId, reason };
        this.#audience.push(attemptId, 'deadline:changed', push, 'here');
        return;
      }
      case 'pause': {
        const { reason } = command.body;
        if (before.status === 'open') {
          const push = { attemptId, at: issuedAt, commandId, reason };
          this.#audience.push(attemptId, 'attempt:paused', push, 'here');
        }
        return;
      }
      case 'resume':
        if (before.status === 'paused') {
          const push = { attemptId, deadline: deadlineView(state), commandId };
          this.#audience.push(attemptId, 'attempt:resumed', push, 'here');
        }
        return;
      case 'message':
      case 'announce':
      case 'warn':
      case 'erratum': {
        const { kind, body } = command;
        const questionId = kind === 'erratum' ? { questionId: command.body.questionId } : {};
        const push = { attemptId, commandId, kind, text: body.text, at: issuedAt, ...questionId };
        this.#audience.push(attemptId, 'notice', push, 'here');
        return;
      }
      case 'force-submit':
      case 'terminate':
      case 'reopen':
      case 'release-device':
      case 'move-centre':
      case 'sign-in-code':
        return;
    }
  }
}
