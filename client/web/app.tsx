import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { SignIn } from '../session/index.ts';
import { CandidateRoutes } from './candidate/candidateRoutes.tsx';
import type { ExamDesk } from './candidate/sit/examDesk.ts';
import { PageBoundary } from './shared/brokenPage.tsx';
import { DisplayProvider } from './shared/display/display.tsx';
import { type LanguageChoice, LanguageProvider, useTexts } from './shared/language.tsx';
import { Page } from './shared/page.tsx';
import { SignInProvider } from './shared/services.tsx';

const ProctorPage = lazy(() => import('./proctor/proctorPage.tsx'));
const AdminPage = lazy(() => import('./admin/adminPage.tsx'));
const DesignPage = lazy(() => import('./design/designPage.tsx'));

interface AppProps {
  readonly signIn: SignIn;
  readonly desk: ExamDesk;
  readonly initial: Pick<LanguageChoice, 'language' | 'texts'>;
}

/** One page for everybody: it comes with what candidates need, and the rest is fetched when its address is opened. */
export function App({ signIn, desk, initial }: AppProps) {
  return (
    <DisplayProvider>
      <LanguageProvider initial={initial}>
        <SignInProvider value={signIn}>
          <PageBoundary>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/proctor/*?" component={ProctorPage} />
                <Route path="/admin" component={AdminPage} />
                <Route path="/design" component={DesignPage} />
                <Route>
                  <CandidateRoutes desk={desk} />
                </Route>
              </Switch>
            </Suspense>
          </PageBoundary>
        </SignInProvider>
      </LanguageProvider>
    </DisplayProvider>
  );
}

function Loading() {
  return <Page title={useTexts().common.loading}>{null}</Page>;
}
