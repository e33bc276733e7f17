import { type OpenedState, penOf } from '../domain/attempt.ts';
import { toObserve } from '../domain/conduct.ts';
import type { PaperSection, Question } from '../domain/content.ts';
import { markingRule } from '../domain/marking.ts';
import type { PaperIndex } from '../domain/paperIndex.ts';
import { sectionState } from '../domain/timing.ts';
import type {
  Deadline,
  EarlierPen,
  OpenReply,
  PastNotice,
  WireChoice,
  WireQuestion,
} from '../protocol/candidate.ts';
import { maxEarlierPens } from '../protocol/limits.ts';
import type { SealedKey } from '../protocol/sealed.ts';
import type { HostedAttempt } from './hostedAttempt.ts';

/** What clients see of an attempt: built from its state, never from anything that holds a key. */

const headDigits = 16;

/** The short form of the chain's head that travels in every ack. */
export function shortHead(head: string): string {
  return head.slice(0, headDigits);
}

export function deadlineView(state: OpenedState): Deadline {
  const { deadlineAt, sections } = state.schedule;
  const deadline = { at: deadlineAt, version: state.deadlineVersion };
  if (sections === null) return deadline;
  return { ...deadline, sections: sections.map(({ id, opensAt, endsAt }) => ({ id, opensAt, endsAt })) };
}

/** The moment at which the exam's own time stands for this attempt: it does not go on during a pause. */
export function examTime(state: OpenedState, now: number): number {
  return state.status === 'paused' ? Math.min(now, state.pause.at) : now;
}

/** `keys`: for the sealed sections, where the page has asked for them. */
export function attemptView(
  hosted: HostedAttempt,
  state: OpenedState,
  now: number,
  keys: ReadonlyMap<string, SealedKey> = new Map(),
): OpenReply {
  const { paper } = hosted.context;
  const pen = penOf(state);
  const earlier = earlierPens(state);
  const [prior] = earlier;
  const { title, languages, sections, rules } = paper.content;
  const order = hosted.orderOf(state);
  const observe = toObserve(rules.conduct);
  return {
    attemptId: hosted.ref.attemptId,
    epoch: pen.epoch,
    through: pen.through,
    ...(prior && { prior, earlier }),
    seq: state.seq,
    head: shortHead(state.head),
    status: state.status,
    serverNow: now,
    deadline: deadlineView(state),
    paper: {
      hash: paper.hash,
      title,
      languages,
      ...(rules.tools && { tools: rules.tools }),
      sections: sections.map((section, index) => ({
        id: section.id,
        title: section.title,
        state: sectionState(state.schedule, section.id, examTime(state, now)),
        questionIds: order.sections[index]?.questionIds ?? [],
        ...withKey(keys.get(section.id)),
      })),
    },
    answers: Object.fromEntries(state.answers),
    current: state.current,
    ...withNotices(state),
    ...(observe.length > 0 && { observe }),
  };
}

function withKey(sealed: SealedKey | undefined): { readonly sealed?: SealedKey } {
  return sealed === undefined ? {} : { sealed };
}

/** What was said before a page was there to hear it: to those who open later, come back, or sit over plain HTTP. */
function withNotices({ shown, confirmed }: OpenedState): Pick<OpenReply, 'notices'> {
  const notices = shown.flatMap((command): PastNotice[] => {
    const { kind, body, seq, commandId, issuedAt } = command;
    if (kind !== 'message' && kind !== 'announce' && kind !== 'warn' && kind !== 'erratum') return [];
    const question = kind === 'erratum' ? { questionId: body.questionId } : {};
    return [{ commandId, kind, text: body.text, ...question, at: issuedAt, shown: confirmed.includes(seq) }];
  });
  return notices.length === 0 ? {} : { notices };
}

/** The pens before the one that writes, newest first. */
function earlierPens({ pens }: OpenedState): readonly EarlierPen[] {
  const latest = pens.slice(0, -1).slice(-maxEarlierPens).toReversed();
  return latest.map(({ epoch, deviceId, through }) => ({ epoch, deviceId, through }));
}

/** The passage that a question belongs to. */
export function groupOf({ groupId }: Question, { groups }: PaperIndex): WireQuestion['group'] {
  return groupId === undefined ? undefined : groups.get(groupId);
}

/** A question with its options in this order. */
export function questionView(
  question: Question,
  section: PaperSection,
  group: WireQuestion['group'],
  optionIds: readonly string[],
): WireQuestion {
  const { id, type, text, images, formulas } = question;
  const base = {
    id,
    sectionId: section.id,
    type,
    text,
    marks: marksView(question, section),
    ...(group && { group }),
    ...(images && { images }),
    ...(formulas && { formulas }),
  };
  switch (question.type) {
    case 'single':
    case 'multiple':
      return { ...base, options: inOrder(question.options, optionIds) };
    case 'assertion-reason': {
      const { assertion, reason, options } = question;
      return { ...base, assertion, reason, options: options.map(choiceView) };
    }
    case 'numerical': {
      const { unit, range } = question;
      return { ...base, ...(unit && { unit }), ...(range && { range }) };
    }
    case 'matrix':
      return { ...base, rows: question.rows.map(choiceView), columns: question.columns.map(choiceView) };
    case 'short-text':
      return { ...base, maxLength: question.maxLength };
    case 'true-false':
      return base;
  }
}

function marksView(question: Question, { marking }: PaperSection): WireQuestion['marks'] {
  const rule = markingRule(marking, question);
  switch (rule.rule) {
    case 'all-or-nothing':
      return { rule: rule.rule, correct: rule.correct, wrong: rule.wrong };
    case 'partial-subset':
      return { rule: rule.rule, correct: rule.correct, wrong: rule.wrong, perOption: rule.perOption };
    case 'per-row':
      return { rule: rule.rule, correct: rule.perRow, wrong: rule.wrongRow };
  }
}

function inOrder(choices: readonly WireChoice[], order: readonly string[]): readonly WireChoice[] {
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  return order.flatMap((id) => {
    const choice = byId.get(id);
    return choice === undefined ? [] : [choiceView(choice)];
  });
}

function choiceView({ id, text }: WireChoice): WireChoice {
  return { id, text };
}
