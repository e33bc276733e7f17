import 'katex/dist/katex-swap.min.css';
import '../shared/richText/richText.css';
import './around/around.css';
import './around/waiting.css';
import './help/help.css';
import './sit/actions.css';
import './sit/exam.css';
import './sit/palette.css';
import './sit/question.css';
import './sit/summary.css';
import './sit/tools/tools.css';
import { lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { useTexts } from '../shared/language.tsx';
import { Page } from '../shared/page.tsx';
import { SignedIn } from '../shared/signIn/signedIn.tsx';
import { InstructionsPage } from './around/instructionsPage.tsx';
import { MyExamsPage } from './around/myExamsPage.tsx';
import { PracticeInvitation } from './around/practiceInvitation.tsx';
import type { ExamDesk } from './sit/examDesk.ts';
import { SitPage } from './sit/sitPage.tsx';

const PracticePage = lazy(() => import('./practice/practicePage.tsx'));
const ReceiptPage = lazy(() => import('./receipt/receiptPage.tsx'));
const VerifyPage = lazy(() => import('./receipt/verifyPage.tsx'));

const candidates = ['candidate'] as const;

interface CandidateRoutesProps {
  readonly desk: ExamDesk;
}

/** Everything a candidate comes by, from the sign-in to the receipt. */
export function CandidateRoutes({ desk }: CandidateRoutesProps) {
  const texts = useTexts();
  return (
    <Suspense fallback={<Page title={texts.common.loading}>{null}</Page>}>
      <Switch>
        <Route path="/">
          <SignedIn roles={candidates} beside={<PracticeInvitation />}>
            {() => <MyExamsPage />}
          </SignedIn>
        </Route>
        <Route path="/exams/:examId">
          {({ examId }) => (
            <SignedIn roles={candidates}>{() => <InstructionsPage examId={examId} desk={desk} />}</SignedIn>
          )}
        </Route>
        <Route path="/exams/:examId/sit">
          {({ examId }) => (
            <SignedIn roles={candidates} staysWhenEnded>
              {(user) => <SitPage examId={examId} name={user.displayName} desk={desk} />}
            </SignedIn>
          )}
        </Route>
        <Route path="/exams/:examId/receipt">
          {({ examId }) => (
            <SignedIn roles={candidates}>
              {(user) => <ReceiptPage examId={examId} name={user.displayName} />}
            </SignedIn>
          )}
        </Route>
        <Route path="/practice" component={PracticePage} />
        <Route path="/verify" component={VerifyPage} />
        <Route>
          <Page title={texts.common.pageNotFound} isNarrow>
            <p>
              <Link className="button button-primary" href="/">
                {texts.common.toStart}
              </Link>
            </p>
          </Page>
        </Route>
      </Switch>
    </Suspense>
  );
}
