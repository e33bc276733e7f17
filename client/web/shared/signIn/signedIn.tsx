import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Role } from '../../../../server/protocol/http.ts';
import type { User } from '../../../session/index.ts';
import { Banner } from '../banner.tsx';
import { useTexts } from '../language.tsx';
import { Page } from '../page.tsx';
import { useIdentity, useSignIn } from '../services.tsx';
import { SignInForm } from './signInForm.tsx';
import { SignOutButton } from './signOutButton.tsx';

interface SignedInProps {
  readonly roles: readonly Role[];
  /** Shown below the sign-in form. */
  readonly beside?: ReactNode;
  /** True for a screen that tells by itself that the sign-in has ended, and asks for the password in place. */
  readonly staysWhenEnded?: boolean;
  readonly children: (user: User) => ReactNode;
}

/** Shows its children to people of these roles. Whoever is not signed in does so here, at this very address. */
export function SignedIn({ roles, beside, staysWhenEnded = false, children }: SignedInProps) {
  const texts = useTexts();
  const resumed = useResumed();
  const { state, user } = useIdentity();
  if (resumed !== 'done') {
    return (
      <Page title={texts.common.loading} isNarrow>
        {resumed === 'unreachable' && (
          <Banner tone="warning" role="status">
            {texts.common.waitingForServer}
          </Banner>
        )}
      </Page>
    );
  }
  const isIn = state === 'signed-in' || (state === 'ended' && staysWhenEnded);
  if (user === undefined || !isIn) {
    return (
      <Page title={texts.signIn.title} isNarrow>
        {user !== undefined && <Banner tone="warning">{texts.errors['token-expired']}</Banner>}
        <SignInForm />
        {beside}
      </Page>
    );
  }
  if (!roles.includes(user.role)) return <WrongRole role={user.role} />;
  return children(user);
}

const homes: Readonly<Record<Role, string>> = {
  candidate: '/',
  proctor: '/proctor',
  author: '/admin',
  admin: '/admin',
};

function WrongRole({ role }: { readonly role: Role }) {
  const texts = useTexts();
  return (
    <Page title={texts.staff.notYours} aside={<SignOutButton />} isNarrow>
      <p>
        <Link className="button button-primary" href={homes[role]}>
          {texts.signIn.goToOwnPage}
        </Link>
      </p>
    </Page>
  );
}

const retryMs = 3_000;

/** Whether it is known if this browser is still signed in from before. Asks until the server has answered. */
function useResumed(): 'asking' | 'unreachable' | 'done' {
  const { credentials } = useSignIn();
  const [resumed, setResumed] = useState<'asking' | 'unreachable' | 'done'>(
    credentials.state === 'signed-out' ? 'asking' : 'done',
  );
  useEffect(() => {
    // It may have become known since the first screen was drawn.
    if (credentials.state !== 'signed-out') return setResumed('done');
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const outcome = await credentials.refresh();
      if (isGone) return;
      setResumed(outcome === 'later' ? 'unreachable' : 'done');
      if (outcome === 'later') timer = setTimeout(() => void ask(), retryMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [credentials]);
  return resumed;
}
