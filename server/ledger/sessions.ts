import type { Sessions, SignIn } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Sign-ins; of a session's secret only the digest is kept. @throws Unavailable */
export class PostgresSessions implements Sessions {
  readonly #prisma: PrismaClient;
  readonly #now: () => number;

  /** `now`: epoch ms, when a session is ended. */
  constructor(prisma: PrismaClient, now: () => number) {
    this.#prisma = prisma;
    this.#now = now;
  }

  async create(session: Parameters<Sessions['create']>[0]): Promise<void> {
    const { sessionId, userId, secretHash, expiresAt } = session;
    const data = {
      id: sessionId,
      userId,
      secretHash: new Uint8Array(Buffer.from(secretHash, 'hex')),
      createdAt: new Date(this.#now()),
      lastUsedAt: new Date(this.#now()),
      expiresAt: new Date(expiresAt),
    };
    await orUnavailable(() => this.#prisma.session.create({ data }));
  }

  /** What cannot be an id is not asked for: it comes from a cookie. */
  async find(sessionId: string): Promise<(SignIn & { readonly secretHash: string }) | null> {
    if (!uuid.test(sessionId)) return null;
    const row = await orUnavailable(() => this.#prisma.session.findUnique({ where: { id: sessionId } }));
    if (row === null) return null;
    return {
      sessionId: row.id,
      userId: row.userId,
      expiresAt: row.expiresAt.getTime(),
      revoked: row.revokedAt !== null,
      secretHash: Buffer.from(row.secretHash).toString('hex'),
    };
  }

  async revoke(sessionId: string): Promise<void> {
    const data = { revokedAt: new Date(this.#now()) };
    await orUnavailable(() =>
      this.#prisma.session.updateMany({ where: { id: sessionId, revokedAt: null }, data }),
    );
  }

  async revokeAll(userId: string): Promise<readonly string[]> {
    const data = { revokedAt: new Date(this.#now()) };
    const ended = await orUnavailable(() =>
      this.#prisma.session.updateManyAndReturn({
        where: { userId, revokedAt: null },
        data,
        select: { id: true },
      }),
    );
    return ended.map(({ id }) => id);
  }
}
