import type { SignInCodes } from '../app/ports/commands.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isUuid } from './uuid.ts';

/** One-time codes; the statement that uses one up is the one that looks at it. @throws Unavailable */
export class PostgresSignInCodes implements SignInCodes {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async redeem(candidateId: string, codeHash: string, now: number): Promise<boolean> {
    if (!isUuid(candidateId)) return false;
    const used = await orUnavailable(
      () => this.#prisma.$executeRaw`
        UPDATE sign_in_code SET used_at = ${now}::bigint
        WHERE (exam_id, command_id) = (
            SELECT exam_id, command_id FROM sign_in_code WHERE candidate_id = ${candidateId}::uuid
            ORDER BY issued_at DESC, command_id DESC LIMIT 1)
          AND used_at IS NULL AND expires_at > ${now}::bigint AND code_hash = decode(${codeHash}, 'hex')`,
    );
    return used === 1;
  }
}
