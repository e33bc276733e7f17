import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { SignIn, SignInState, User } from '../../session/index.ts';

/** The page's one sign-in. */
const SignInContext = createContext<SignIn | null>(null);

export const SignInProvider = SignInContext.Provider;

export function useSignIn(): SignIn {
  const signIn = useContext(SignInContext);
  if (signIn === null) throw new Error('useSignIn outside SignInProvider');
  return signIn;
}

export interface Identity {
  readonly state: SignInState;
  readonly user: User | undefined;
}

export function useIdentity(): Identity {
  const { credentials } = useSignIn();
  const subscribe = useCallback((changed: () => void) => credentials.onChange(changed), [credentials]);
  const state = useSyncExternalStore(subscribe, () => credentials.state);
  return { state, user: credentials.user };
}
