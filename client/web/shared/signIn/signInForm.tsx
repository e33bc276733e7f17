import { type FormEvent, useState } from 'react';
import { Banner } from '../banner.tsx';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { useTexts } from '../language.tsx';
import { useSignIn } from '../services.tsx';
import { PasswordField } from './passwordField.tsx';
import { problemOf } from './problems.ts';

export function SignInForm() {
  const texts = useTexts();
  const { credentials } = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isUnderWay) return;
    if (username.trim() === '' || password === '') {
      setProblem(texts.signIn.bothNeeded);
      return;
    }
    setIsUnderWay(true);
    setProblem(null);
    const outcome = await credentials.signIn(username.trim(), password);
    setIsUnderWay(false);
    setProblem(problemOf(outcome, texts));
  };

  return (
    <form className="card stack" onSubmit={(event) => void submit(event)} noValidate>
      <p className="quiet">{texts.signIn.lead}</p>
      {problem !== null && (
        <Banner tone="bad" role="alert">
          {problem}
        </Banner>
      )}
      <Field
        label={texts.signIn.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <PasswordField value={password} onChange={setPassword} />
      <Button type="submit" look="primary" aria-disabled={isUnderWay}>
        {isUnderWay ? texts.signIn.underWay : texts.signIn.submit}
      </Button>
    </form>
  );
}
