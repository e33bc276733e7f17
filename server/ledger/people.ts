import type { People, Person } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import type { UserModel } from './generated/models.ts';
import { orUnavailable } from './orUnavailable.ts';

const roles: ReadonlySet<string> = new Set<Person['role']>(['candidate', 'proctor', 'author', 'admin']);

/** The people who sign in. @throws Unavailable */
export class PostgresPeople implements People {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async byUsername(username: string): Promise<Person | null> {
    return personOf(await orUnavailable(() => this.#prisma.user.findUnique({ where: { username } })));
  }

  async byId(userId: string): Promise<Person | null> {
    return personOf(await orUnavailable(() => this.#prisma.user.findUnique({ where: { id: userId } })));
  }
}

function personOf(row: UserModel | null): Person | null {
  if (row === null) return null;
  const { id, username, displayName, role, passwordHash, disabledAt } = row;
  if (!isRole(role)) throw new Error(`User ${id} has the unknown role ${role}.`);
  return { id, username, displayName, role, passwordHash, disabled: disabledAt !== null };
}

function isRole(role: string): role is Person['role'] {
  return roles.has(role);
}
