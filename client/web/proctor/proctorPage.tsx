import { useTexts } from '../shared/language.tsx';
import { StaffPage } from '../shared/signIn/staffPage.tsx';

export default function ProctorPage() {
  return <StaffPage title={useTexts().staff.proctorTitle} roles={['proctor', 'admin']} />;
}
