import { type FormEvent, useState } from 'react';
import type { CodeReply } from '../../../../server/protocol/staff.ts';
import { Banner, type BannerTone } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { Dialog } from '../../shared/dialog.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { formatTime } from '../../shared/time.ts';
import { scopeName } from '../desk/commandWords.ts';
import type { RoomView } from '../room/room.ts';
import { usePeopleCount, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { CentreField, MinutesField, QuestionField, TextFields } from './actionFields.tsx';
import {
  type Action,
  type ActionForm,
  type ActionScope,
  type FormProblem,
  hasMinutes,
  hasReason,
  hasText,
  isEnd,
  minutesIn,
  problemIn,
} from './actions.ts';
import { Reach, type ReachKnown, useReach } from './reach.tsx';
import { ReasonField } from './reasonField.tsx';
import { useGiving } from './useGiving.ts';

/** What an action came to. */
export interface Said {
  readonly tone: BannerTone;
  readonly sentence: string;
}

interface ActionDialogProps {
  readonly action: Action;
  /** With what is to be said of it, when something was sent. */
  readonly onClose: (said?: Said) => void;
}

/** Prepares an action: what it does, whom it reaches, why. Nothing is done before the last button. */
export function ActionDialog({ action, onClose }: ActionDialogProps) {
  const [code, setCode] = useState<CodeReply | null>(null);
  return code === null ? (
    <Preparing action={action} onClose={onClose} onCode={setCode} />
  ) : (
    <SignInCode action={action} code={code} onClose={() => onClose()} />
  );
}

interface PreparingProps extends ActionDialogProps {
  readonly onCode: (code: CodeReply) => void;
}

function Preparing({ action, onClose, onCode }: PreparingProps) {
  const { kind, scope } = action;
  const shared = useTexts();
  const texts = useRoomTexts();
  const view = useRoomView();
  const people = usePeopleCount();
  const reach = useReach(action);
  const { isUnderWay, problem, give } = useGiving(action);
  const [form, setForm] = useState<ActionForm>(() => emptyForm(action));
  const [missing, setMissing] = useState<FormProblem | null>(null);
  const change = (part: Partial<ActionForm>) => setForm({ ...form, ...part });
  // Nobody ends the exam of people who are not counted yet, or does anything to people whom the server does not find.
  const isTooEarly = reach.reply === null && (isEnd(kind) || reach.problem !== null);
  const name = texts.actions.kinds[kind];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isTooEarly) return;
    const found = problemIn(kind, form);
    setMissing(found);
    if (found !== null) return;
    const given = await give(form);
    if (given === null) return;
    if (given.kind === 'code') onCode(given.reply);
    else if (given.kind === 'waits') onClose({ tone: 'warning', sentence: texts.approvals.notYet });
    else onClose({ tone: 'good', sentence: texts.actions.sent(name) });
  };
  // What is under way cannot be called off: its answer is waited for.
  const cancel = () => {
    if (!isUnderWay) onClose();
  };
  const told = (part: FormProblem, sentence: string) => (missing === part ? sentence : null);

  return (
    <Dialog
      className="action-dialog"
      title={
        <>
          {name} <span className="quiet">· {scopeName(scope, view, texts, people)}</span>
        </>
      }
      onClose={cancel}
    >
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <p className="quiet">{texts.actions.explain[kind]}</p>
        <Reach reach={reach} />
        {hasMinutes(kind) && (
          <MinutesField
            value={form.minutes}
            problem={told('minutes', texts.actions.minutesWrong)}
            onChange={(minutes) => change({ minutes })}
          />
        )}
        {kind === 'erratum' && (
          <QuestionField
            value={form.questionId}
            problem={told('questionId', texts.actions.questionNeeded)}
            onChange={(questionId) => change({ questionId })}
          />
        )}
        {hasText(kind) && (
          <TextFields
            texts={form.texts}
            problem={told('text', texts.actions.textNeeded)}
            onChange={(written) => change({ texts: written })}
          />
        )}
        {kind === 'move-centre' && (
          <CentreField
            value={form.centreId}
            now={centreOf(scope, view)}
            problem={told('centre', texts.actions.centreNeeded)}
            onChange={(centreId) => change({ centreId })}
          />
        )}
        {hasReason(kind) && (
          <ReasonField
            value={form.reason}
            problem={told('reason', texts.actions.reasonNeeded)}
            onChange={(reason) => change({ reason })}
          />
        )}
        {isEnd(kind) && reach.reply !== null && (
          <div className="stack-tight">
            <label className="check-line">
              <input
                type="checkbox"
                checked={form.isConfirmed}
                onChange={(event) => change({ isConfirmed: event.target.checked })}
              />
              {texts.actions.confirmNumber(people(reach.reply.reaches))}
            </label>
            {missing === 'confirm' && (
              <p className="field-problem" role="alert">
                {texts.actions.confirmNeeded}
              </p>
            )}
          </div>
        )}
        {problem !== null && problem !== reach.problem && (
          <Banner tone="bad" role="alert">
            {problem}
          </Banner>
        )}
        <div className="dialog-actions">
          <Button aria-disabled={isUnderWay} onClick={cancel}>
            {shared.common.cancel}
          </Button>
          <Button
            type="submit"
            look={isEnd(kind) ? 'danger' : 'primary'}
            aria-disabled={isUnderWay || isTooEarly}
          >
            {isUnderWay ? texts.actions.underWay : <Confirmation action={action} form={form} reach={reach} />}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ConfirmationProps {
  readonly action: Action;
  readonly form: ActionForm;
  readonly reach: ReachKnown;
}

/** The button says all of it: what, how much, how many. */
function Confirmation({ action, form, reach }: ConfirmationProps) {
  const { actions } = useRoomTexts();
  const people = usePeopleCount();
  const name = actions.kinds[action.kind];
  if (reach.reply === null) return name;
  const count = people(reach.reply.reaches);
  return hasMinutes(action.kind) && problemIn(action.kind, form) !== 'minutes'
    ? actions.confirmMinutes(name, count, minutesIn(form))
    : actions.confirm(name, count);
}

interface SignInCodeProps {
  readonly action: Action;
  readonly code: CodeReply;
  readonly onClose: () => void;
}

function SignInCode({ action, code, onClose }: SignInCodeProps) {
  const { signIn } = useTexts();
  const texts = useRoomTexts();
  const view = useRoomView();
  const people = usePeopleCount();
  const { language } = useLanguage();
  return (
    <Dialog
      title={
        <>
          {texts.actions.code} <span className="quiet">· {scopeName(action.scope, view, texts, people)}</span>
        </>
      }
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {texts.actions.done}
        </Button>
      }
    >
      <p className="sign-in-code numbers" data-code>
        {code.code}
      </p>
      <p>
        {signIn.username}: <strong>{code.username}</strong>
      </p>
      <p>{texts.actions.codeText(formatTime(code.expiresAt, language))}</p>
    </Dialog>
  );
}

/** The centre of the only one whom the action is about. */
function centreOf(scope: ActionScope, { roster }: RoomView): string | null {
  const [candidateId = ''] = scope.kind === 'candidates' ? scope.candidateIds : [];
  return roster.find(candidateId)?.centreId ?? null;
}

function emptyForm({ reason = '', questionId = '' }: Action): ActionForm {
  return { minutes: '10', texts: {}, questionId, centreId: '', reason, isConfirmed: false };
}
