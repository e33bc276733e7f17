import { Link } from 'wouter';
import { useTexts } from '../../shared/language.tsx';

/** Ways in that need no sign-in. */
export function PracticeInvitation() {
  const { signIn } = useTexts();
  return (
    <section className="card stack-tight">
      <h2>{signIn.practiceTitle}</h2>
      <p>{signIn.practiceText}</p>
      <p className="row">
        <Link className="button" href="/practice">
          {signIn.practiceLink}
        </Link>
        <Link className="button button-plain" href="/verify">
          {signIn.verifyLink}
        </Link>
      </p>
    </section>
  );
}
