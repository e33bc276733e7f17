import { type FormEvent, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { PasswordField } from '../../shared/signIn/passwordField.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { useExam } from './examContext.ts';

/** The sign-in has ended in the middle of the exam: the password is asked for here, and the exam stays as it is. */
export function SignInAgain({ name }: { readonly name: string }) {
  const texts = useTexts();
  const { session } = useExam();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isUnderWay) return;
    if (password === '') {
      setProblem(texts.signIn.passwordNeeded);
      return;
    }
    setIsUnderWay(true);
    setProblem(problemOf(await session.signInAgain(password), texts));
    setIsUnderWay(false);
  };
  return (
    <Banner tone="warning" role="alert" title={texts.signInAgain.title}>
      <p>{texts.signInAgain.text(name)}</p>
      <form className="sign-in-again" onSubmit={(event) => void submit(event)} noValidate>
        <PasswordField value={password} onChange={setPassword} problem={problem} />
        <Button type="submit" look="primary" aria-disabled={isUnderWay}>
          {isUnderWay ? texts.signIn.underWay : texts.signIn.submit}
        </Button>
      </form>
    </Banner>
  );
}
