import type { Role } from '../../../../server/protocol/http.ts';
import { useTexts } from '../language.tsx';
import { Page } from '../page.tsx';
import { SignedIn } from './signedIn.tsx';
import { SignOutButton } from './signOutButton.tsx';

interface StaffPageProps {
  readonly title: string;
  readonly roles: readonly Role[];
}

/** Says who is signed in. */
export function StaffPage({ title, roles }: StaffPageProps) {
  const { staff } = useTexts();
  return (
    <SignedIn roles={roles}>
      {({ displayName, username, role }) => (
        <Page title={title} aside={<SignOutButton />} isNarrow>
          <dl className="card facts">
            <dt>{staff.name}</dt>
            <dd>{displayName}</dd>
            <dt>{staff.userName}</dt>
            <dd>{username}</dd>
            <dt>{staff.role}</dt>
            <dd>{staff.roles[role]}</dd>
          </dl>
        </Page>
      )}
    </SignedIn>
  );
}
