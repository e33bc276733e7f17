import './css/room.css';
import './css/tiles.css';
import './css/table.css';
import './css/desk.css';
import './css/person.css';
import { useMemo } from 'react';
import { Route, Switch } from 'wouter';
import { useSignIn } from '../shared/services.tsx';
import { SignedIn } from '../shared/signIn/signedIn.tsx';
import { ExamsPage } from './examsPage.tsx';
import { RoomPage } from './roomPage.tsx';
import { StaffApi } from './staffApi.ts';
import { RoomTextsProvider } from './texts/roomTexts.tsx';

type RoomAddress = {
  readonly examId: string;
  readonly kind?: string;
  readonly id?: string;
};

const staff = ['proctor', 'admin'] as const;

/** Everything by which proctors and the exam office watch and act while an exam runs. */
export default function ProctorPage() {
  const signIn = useSignIn();
  const api = useMemo(() => new StaffApi(signIn), [signIn]);
  return (
    <RoomTextsProvider>
      <SignedIn roles={staff}>
        {(user) => (
          <Switch>
            <Route path="/proctor">
              <ExamsPage api={api} />
            </Route>
            <Route<RoomAddress> path="/proctor/:examId/:kind?/:id?">
              {({ examId, kind, id }) => (
                <RoomPage key={examId} api={api} examId={examId} user={user} placeKind={kind} placeId={id} />
              )}
            </Route>
          </Switch>
        )}
      </SignedIn>
    </RoomTextsProvider>
  );
}
