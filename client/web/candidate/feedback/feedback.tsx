import { type FormEvent, useEffect, useId, useState } from 'react';
import {
  type FeedbackForm,
  type FeedbackRequest,
  maxCommentLength,
} from '../../../../server/protocol/feedbackForm.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { useSignIn } from '../../shared/services.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import './feedback.css';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';

interface FeedbackProps {
  readonly attemptId: string;
}

/** What the exam asks after the hand-in. Nothing is shown where it asks nothing or cannot be asked. */
export default function Feedback({ attemptId }: FeedbackProps) {
  const { api, credentials } = useSignIn();
  const { feedback } = useLaterTexts();
  const [form, setForm] = useState<FeedbackForm | null>(null);
  const [isGiven, setIsGiven] = useState(false);
  useEffect(() => {
    let isGone = false;
    void credentials
      .authorised((token) => api.feedbackForm(attemptId, token))
      .then((outcome) => {
        if (isGone || outcome.kind !== 'done') return;
        setIsGiven(outcome.reply.given);
        setForm(outcome.reply);
      });
    return () => {
      isGone = true;
    };
  }, [api, credentials, attemptId]);
  if (form === null || (form.items.length === 0 && !form.freeText)) return null;
  if (isGiven) {
    return (
      <Banner tone="good" role="status">
        {feedback.thanks}
      </Banner>
    );
  }
  return <FeedbackSheet attemptId={attemptId} form={form} onGiven={() => setIsGiven(true)} />;
}

interface FeedbackSheetProps extends FeedbackProps {
  readonly form: FeedbackForm;
  readonly onGiven: () => void;
}

type Rating = FeedbackRequest['ratings'][number]['rating'];

function FeedbackSheet({ attemptId, form, onGiven }: FeedbackSheetProps) {
  const { api, credentials } = useSignIn();
  const { language, texts } = useLanguage();
  const { feedback } = useLaterTexts();
  const [ratings, setRatings] = useState<ReadonlyMap<string, Rating>>(new Map());
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const id = useId();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    if (ratings.size === 0 && comment.trim() === '') return setProblem(feedback.empty);
    setProblem(null);
    setIsSending(true);
    const request = requestOf(ratings, comment);
    const outcome = await credentials.authorised((token) => api.giveFeedback(attemptId, request, token));
    setIsSending(false);
    const isThere = outcome.kind === 'error' && outcome.error.code === 'feedback-given';
    if (outcome.kind === 'done' || isThere) onGiven();
    else setProblem(`${feedback.notSent} ${problemOf(outcome, texts) ?? ''}`);
  };
  return (
    <form className="card stack feedback" onSubmit={(event) => void send(event)} noValidate>
      <h2>{feedback.title}</h2>
      <p>{feedback.lead}</p>
      {form.items.length > 0 && <p className="quiet">{feedback.scale}</p>}
      {form.items.map((item) => (
        <RatingItem
          key={item.id}
          text={inLanguage(item.text, language)}
          rating={ratings.get(item.id)}
          onRate={(rating) => setRatings(new Map(ratings).set(item.id, rating))}
        />
      ))}
      {form.freeText && (
        <div className="field">
          <label className="field-label" htmlFor={id}>
            {feedback.comment}
          </label>
          <textarea
            id={id}
            className="input"
            rows={4}
            maxLength={maxCommentLength}
            value={comment}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setComment(event.target.value)}
          />
          <span className="field-hint" id={`${id}-hint`}>
            {feedback.commentHint(maxCommentLength - comment.length)}
          </span>
        </div>
      )}
      {problem !== null && (
        <Banner tone="warning" role="alert">
          {problem}
        </Banner>
      )}
      <p>
        <Button type="submit" aria-disabled={isSending}>
          {feedback.send}
        </Button>
      </p>
    </form>
  );
}

const steps: readonly Rating[] = [1, 2, 3, 4, 5, null];

interface RatingItemProps {
  readonly text: { readonly text: string; readonly language: string };
  readonly rating: Rating | undefined;
  readonly onRate: (rating: Rating) => void;
}

function RatingItem({ text, rating, onRate }: RatingItemProps) {
  const { feedback } = useLaterTexts();
  const name = useId();
  return (
    <fieldset className="rating">
      <legend>
        <bdi lang={text.language}>{text.text}</bdi>
      </legend>
      <span className="rating-steps">
        {steps.map((step) => (
          <label key={step} className="rating-step">
            <input type="radio" name={name} checked={rating === step} onChange={() => onRate(step)} />
            <span>{step ?? feedback.notApplicable}</span>
            {(step === 1 || step === 5) && (
              <span className="visually-hidden">({step === 1 ? feedback.low : feedback.high})</span>
            )}
          </label>
        ))}
      </span>
    </fieldset>
  );
}

function requestOf(ratings: ReadonlyMap<string, Rating>, comment: string): FeedbackRequest {
  const words = comment.trim();
  return {
    ratings: [...ratings].map(([itemId, rating]) => ({ itemId, rating })),
    ...(words !== '' && { comment: words }),
  };
}
