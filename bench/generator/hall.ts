import type { Environment } from '../../client/session/environment.ts';
import type { AnswerBook } from '../answerBook.ts';
import type { RecordWriter } from '../records.ts';
import type { ConnectionSurroundings, Endpoint } from './connection.ts';
import type { HttpDoor } from './httpDoor.ts';
import type { Manner } from './messages.ts';
import type { Meters } from './meters.ts';

/** What all candidates of a process share. */
export interface Hall {
  readonly environment: Environment;
  /** Epoch ms, never running backwards. */
  readonly now: () => number;
  readonly connections: ConnectionSurroundings;
  readonly endpoints: readonly Endpoint[];
  readonly door: HttpDoor;
  readonly manner: Manner;
  readonly examId: string;
  readonly book: AnswerBook;
  readonly meters: Meters;
  readonly records: RecordWriter;
  readonly localAddressOf: (candidate: number) => string | undefined;
}
