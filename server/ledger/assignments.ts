import type { Assignments, StaffScope } from '../app/ports/staff.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Which districts and centres a proctor is assigned to; a row with neither stands for the whole state. @throws Unavailable */
export class PostgresAssignments implements Assignments {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async of(userId: string): Promise<readonly StaffScope[]> {
    const rows = await orUnavailable(() => this.#prisma.proctorScope.findMany({ where: { userId } }));
    return rows.map(({ districtId, centreId }) => {
      if (centreId !== null) return { kind: 'centre', centreId };
      return districtId === null ? { kind: 'all' } : { kind: 'district', districtId };
    });
  }
}
