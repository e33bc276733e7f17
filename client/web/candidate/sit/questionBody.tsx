import type { WireImage } from '../../../../server/protocol/candidate.ts';
import { useTexts } from '../../shared/language.tsx';
import { directionOf } from '../../shared/localText.ts';
import { DrawingsContext, drawingsOf } from '../../shared/richText/drawings.tsx';
import { RichText } from '../../shared/richText/richText.tsx';
import { AnswerForm } from './answerForm.tsx';
import { type QuestionProps, useExam } from './examContext.ts';
import { ExamImage } from './examImage.tsx';
import { Statements } from './statements.tsx';

/** A question with its passage beside it, its pictures, and its controls. */
export function QuestionBody({ question }: QuestionProps) {
  const texts = useTexts();
  const { questionLanguage } = useExam();
  const { group, images } = question;
  const isRightToLeft = directionOf(questionLanguage) === 'rtl';
  return (
    <div
      className={group ? 'question-body question-with-passage' : 'question-body'}
      dir={isRightToLeft ? 'rtl' : undefined}
    >
      {group && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it
        <section className="passage" tabIndex={0} aria-label={texts.exam.passage}>
          <h3>{texts.exam.passage}</h3>
          <DrawingsContext value={drawingsOf(group.formulas)}>
            <RichText text={group.text} language={questionLanguage} />
          </DrawingsContext>
          <Images images={group.images} />
        </section>
      )}
      <DrawingsContext value={drawingsOf(question.formulas)}>
        <div className="stack">
          <RichText className="question-text" text={question.text} language={questionLanguage} />
          <Statements question={question} />
          <Images images={images} />
          <AnswerForm question={question} />
        </div>
      </DrawingsContext>
    </div>
  );
}

function Images({ images = [] }: { readonly images: readonly WireImage[] | undefined }) {
  const { questionLanguage } = useExam();
  return images.map((image) => <ExamImage key={image.src} image={image} language={questionLanguage} />);
}
