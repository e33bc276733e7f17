import { type Seat, Unavailable } from '../app/ports.ts';
import { GroupCommit } from './groupCommit.ts';
import { failureOf, type Lane, type Statement } from './lane.ts';

interface Wanted {
  readonly examId: string;
  readonly candidateId: string;
}

interface SeatRow {
  readonly place: number;
  readonly roll_number: string;
  readonly extra_per_hour_ms: number;
  readonly region_id: number;
  readonly district_id: number;
  readonly centre_id: string | null;
  readonly attempt_id: string | null;
  readonly attempt_region_id: number;
  readonly attempt_district_id: number;
  readonly attempt_centre_id: string | null;
}

/**
 * The seats of many candidates at once. A seat's place is that of its centre, or the candidate's own district; whoever
 * has neither has no seat. $1, $2: exam, candidate.
 */
const readSeats: Statement = {
  name: 'read_seats',
  text: `
SELECT (w.place - 1)::int AS place, e.roll_number, e.extra_per_hour_ms, d.region_id, d.id AS district_id, e.centre_id,
  a.id AS attempt_id, a.region_id AS attempt_region_id, a.district_id AS attempt_district_id,
  a.centre_id AS attempt_centre_id
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS w(exam_id, candidate_id, place)
JOIN enrolment e ON e.exam_id = w.exam_id AND e.candidate_id = w.candidate_id
JOIN user_account u ON u.id = e.candidate_id
LEFT JOIN centre c ON c.id = e.centre_id
JOIN district d ON d.id = COALESCE(c.district_id, u.district_id)
LEFT JOIN attempt a ON a.exam_id = w.exam_id AND a.candidate_id = w.candidate_id`,
};

/** Reads candidates' seats. What is wanted at the same time travels in one statement. */
export class SeatReader {
  readonly #reads: GroupCommit<Wanted, Seat | null>;

  constructor(lanes: readonly Lane[]) {
    this.#reads = new GroupCommit({
      lanes: lanes.length,
      maxRows: 500,
      maxBytes: Number.POSITIVE_INFINITY,
      maxQueued: 50_000,
      sizeOf: () => 0,
      compare: () => 0,
      whenFull: () => {
        throw new Unavailable(new Error('Too many reads wait for the database.'));
      },
      write: (wanted, lane) => fetchSeats(wanted, lanes[lane]),
    });
  }

  /** Both ids are UUIDs. @throws Unavailable */
  read(examId: string, candidateId: string): Promise<Seat | null> {
    return this.#reads.submit({ examId, candidateId });
  }
}

async function fetchSeats(
  wanted: readonly Wanted[],
  lane: Lane | undefined,
): Promise<readonly (Seat | null)[]> {
  if (lane === undefined) throw new Error('A reader needs a connection for each of its lanes.');
  const values = [wanted.map(({ examId }) => examId), wanted.map(({ candidateId }) => candidateId)];
  try {
    const rows = await lane.query<SeatRow>(readSeats, values);
    const seats: (Seat | null)[] = wanted.map(() => null);
    for (const row of rows) {
      const asked = wanted[row.place];
      if (asked !== undefined) seats[row.place] = seatOf(row, asked);
    }
    return seats;
  } catch (error) {
    if (failureOf(error) !== 'unknown') throw error;
    lane.reset();
    throw new Unavailable(error);
  }
}

function seatOf(row: SeatRow, { examId, candidateId }: Wanted): Seat {
  return {
    regionId: row.region_id,
    districtId: row.district_id,
    centreId: row.centre_id,
    rollNumber: row.roll_number,
    extraPerHourMs: row.extra_per_hour_ms,
    attempt:
      row.attempt_id === null
        ? null
        : {
            attemptId: row.attempt_id,
            examId,
            candidateId,
            regionId: row.attempt_region_id,
            districtId: row.attempt_district_id,
            centreId: row.attempt_centre_id,
          },
  };
}
