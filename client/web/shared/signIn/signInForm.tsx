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
  const [kind, setKind] = useState<'password' | 'code'>('password');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isUnderWay) return;
    if (username.trim() === '' || secret.trim() === '') {
      setProblem(kind === 'code' ? texts.signIn.codeNeeded : texts.signIn.bothNeeded);
      return;
    }
    setIsUnderWay(true);
    setProblem(null);
    const outcome = await credentials.signIn(username.trim(), secret, kind);
    setIsUnderWay(false);
    const isWrongCode =
      kind === 'code' && outcome.kind === 'error' && outcome.error.code === 'bad-credentials';
    setProblem(isWrongCode ? texts.signIn.badCredentialsWithCode : problemOf(outcome, texts));
  };

  const useOther = () => {
    setKind(kind === 'code' ? 'password' : 'code');
    setSecret('');
    setProblem(null);
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
        spellCheck="false"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      {kind === 'code' ? (
        <Field
          label={texts.signIn.code}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck="false"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      ) : (
        <PasswordField value={secret} onChange={setSecret} />
      )}
      <Button type="submit" look="primary" aria-disabled={isUnderWay}>
        {isUnderWay ? texts.signIn.underWay : texts.signIn.submit}
      </Button>
      <Button look="plain" onClick={useOther}>
        {kind === 'code' ? texts.signIn.usePassword : texts.signIn.useCode}
      </Button>
    </form>
  );
}
