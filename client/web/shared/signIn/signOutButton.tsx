import { useState } from 'react';
import { Button } from '../button.tsx';
import { useTexts } from '../language.tsx';
import { useIdentity, useSignIn } from '../services.tsx';

/** Who is signed in here, and the way out. */
export function SignOutButton() {
  const texts = useTexts();
  const { api, credentials } = useSignIn();
  const { user } = useIdentity();
  const [hasFailed, setHasFailed] = useState(false);
  const signOut = async () => {
    const outcome = await api.signOut();
    if (outcome.kind === 'unknown') setHasFailed(true);
    else credentials.forget();
  };
  if (user === undefined) return null;
  return (
    <>
      <span className="small signed-in-as">{texts.signIn.signedInAs(user.displayName)}</span>
      <Button look="plain" onClick={() => void signOut()}>
        {texts.signIn.signOut}
      </Button>
      {hasFailed && (
        <span className="small field-problem" role="alert">
          {texts.signIn.notSignedOut}
        </span>
      )}
    </>
  );
}
