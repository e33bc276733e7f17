import type { SealedReply } from '../../protocol/sealed.ts';
import type { CandidateDesk } from '../candidateDesk.ts';
import { whenAvailable } from '../outcomes.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';

/** What the candidate's page may fetch of the exam before the start; only for those who are enrolled. */
export function sealedSections(
  { catalogue, exams, sealed }: Pick<CandidateDesk, 'catalogue' | 'exams' | 'sealed'>,
  who: Claims,
  examId: string,
): Promise<Result<SealedReply>> {
  return whenAvailable(async () => {
    const exam = await exams.exam(examId);
    const seat = exam && (await catalogue.seat(examId, who.userId));
    return exam === null || seat === null ? fail('not-found') : ok(await sealed.manifest(exam.paper));
  });
}
