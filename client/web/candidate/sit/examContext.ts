import { createContext, useContext } from 'react';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import type { ExamSession, KeptOn, SessionState } from '../../../session/index.ts';
import type { DraftMap, Drafts } from './drafts.ts';

/** What the parts of the exam screen share. */
export interface Exam {
  readonly session: ExamSession;
  readonly state: SessionState;
  readonly drafts: Drafts;
  readonly draftMap: DraftMap;
  /** False while this page only shows. */
  readonly mayWrite: boolean;
  readonly isPractice: boolean;
  /** Where this browser would keep what the server has not. */
  readonly keptOn: KeptOn;
  readonly questionLanguage: string;
  readonly chooseQuestionLanguage: (language: string) => void;
  /** The question on the screen; `null` before the first one is known. */
  readonly shownId: string | null;
  readonly goTo: (questionId: string) => void;
  /** Place in the whole paper, from 1. */
  readonly numberOf: (questionId: string) => number;
}

export const ExamContext = createContext<Exam | null>(null);

export function useExam(): Exam {
  const exam = useContext(ExamContext);
  if (exam === null) throw new Error('useExam outside the exam screen');
  return exam;
}

export interface QuestionProps {
  readonly question: WireQuestion;
}
