import type { StaffExamsReply } from '../../protocol/staff.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { StaffDesk } from './staffDesk.ts';

const mostExams = 100;

/** The exams whose rooms may be opened, and for which parts of the state. Error: `not-in-scope` for who has none. */
export async function listStaffExams(desk: StaffDesk, who: Claims): Promise<Result<StaffExamsReply>> {
  const scopes = await desk.scopes.of(who);
  if (scopes.length === 0) return fail('not-in-scope');
  const exams = await desk.catalogue.latestExams(mostExams);
  return ok({ exams, scopes, serverNow: desk.clock.now() });
}
