import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExamSession } from '../../../session/index.ts';
import type { AnswerValue } from '../../../session/normalise.ts';
import { practicePaper } from './practicePaper.ts';
import { markPractice } from './practiceScore.ts';
import { createPracticeSession } from './practiceSession.ts';

const questions = practicePaper.sections.flatMap((section) => section.questions);

/** The state, once it is as wanted. */
function until(session: ExamSession, isReady: (session: ExamSession) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isReady(session)) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = session.subscribe(look);
    look();
  });
}

const isUnderWay = ({ state }: ExamSession) =>
  state.status.kind === 'writing' && Object.keys(state.questions).length === questions.length;
const isSaved = (session: ExamSession) => session.state.save.kind === 'saved';

describe('[WEB-14] the practice exam', () => {
  it('[WEB-14] has a question of every type, each in every language', () => {
    expect(new Set(questions.map(({ question }) => question.type)).size).toBe(7);
    const texts = questions.flatMap(({ question, rightAnswer }) => [
      ...(question.type === 'assertion-reason' ? [question.assertion, question.reason] : [question.text]),
      ...(question.options ?? []).map(({ text }) => text),
      ...(question.group ? [question.group.text] : []),
      rightAnswer,
    ]);
    for (const text of texts) expect(Object.keys(text ?? {})).toEqual(practicePaper.languages);
  });

  it('[WEB-14] is sat with the session of the real exam, and marked from its own key', async () => {
    const session = createPracticeSession();
    await session.open('practice');
    await until(session, isUnderWay);
    for (const { question, key } of questions) {
      session.visit(question.id);
      session.answer(question.id, key[0] as AnswerValue);
    }
    await until(session, isSaved);
    expect(await session.seal()).toMatchObject({ kind: 'sealed' });
    const marks = questions.map((each) => markPractice(each, session.state.answers[each.question.id]?.value));
    expect(marks).toEqual(questions.map(() => 'right'));
    await session.close();
  });

  it('[WEB-14] takes answers that mean the same for the same', () => {
    const by = (type: string) => questions.find(({ question }) => question.type === type) ?? questions[0]!;
    expect(markPractice(by('numerical'), '72.0')).toBe('right');
    expect(markPractice(by('numerical'), '71')).toBe('wrong');
    expect(markPractice(by('multiple'), ['c', 'a'])).toBe('right');
    expect(markPractice(by('multiple'), ['a'])).toBe('wrong');
    expect(markPractice(by('short-text'), '  new   DELHI ')).toBe('right');
    expect(markPractice(by('matrix'), { r3: ['c1'], r2: ['c2'], r1: ['c2', 'c1'] })).toBe('right');
    expect(markPractice(by('single'), null)).toBe('unanswered');
  });
});

describe('[WEB-14] the practice clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[WEB-14] hands in when the time is over', async () => {
    const session = createPracticeSession();
    await session.open('practice');
    await until(session, isUnderWay);
    await vi.advanceTimersByTimeAsync(practicePaper.durationMs);
    expect(session.state.status).toMatchObject({ kind: 'sealed', reason: 'expired' });
    await session.close();
  });
});
