import { useTexts } from '../../shared/language.tsx';
import type { Texts } from '../../shared/texts/catalogues.ts';
import { type QuestionProps, useExam } from './examContext.ts';
import { type QuestionNews, questionNews } from './saveState.ts';

/** How the answer on the screen is saved. */
export function QuestionSave({ question: { id } }: QuestionProps) {
  const texts = useTexts();
  const { state, draftMap, isPractice } = useExam();
  const news = questionNews(state.answers[id], draftMap[id], state);
  if (isPractice) return null;
  return (
    <p
      className={`question-save small save-${news?.kind ?? 'none'}`}
      data-question-save={news?.kind ?? 'none'}
    >
      {news !== null && <span className="save-sign" aria-hidden="true" />}
      {sentenceOf(news, texts)}
    </p>
  );
}

function sentenceOf(news: QuestionNews, { save, refusals }: Texts): string {
  switch (news?.kind) {
    case undefined:
      return '';
    case 'saved':
      return save.question.saved;
    case 'pending':
      return save.question.pending;
    case 'pending-offline':
      return save.question.pendingOffline;
    case 'typing':
      return save.question.typing;
    case 'not-sent':
      return save.question.notSent;
    case 'late':
      return save.question.late;
    case 'refused':
      return `${save.question.refused}: ${refusals[news.code]}`;
  }
}
