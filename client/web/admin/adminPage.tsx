import { useTexts } from '../shared/language.tsx';
import { StaffPage } from '../shared/signIn/staffPage.tsx';

export default function AdminPage() {
  return <StaffPage title={useTexts().staff.adminTitle} roles={['author', 'admin']} />;
}
