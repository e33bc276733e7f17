import { Credentials } from '../../../session/credentials.ts';
import { realEnvironment } from '../../../session/environment.ts';
import { ExamSession } from '../../../session/examSession.ts';
import { noHelpMemory } from '../../../session/helpLine.ts';
import { JournalKeeper } from '../../../session/journalKeeper.ts';
import { ServerClock } from '../../../session/serverClock.ts';
import { MemoryStore } from '../../../session/stores/memory.ts';
import { ProcessWriterLock } from '../../../session/writerLock.ts';
import { practicePaper } from './practicePaper.ts';
import { PracticeTransport } from './practiceTransport.ts';

/** The very session of the real exam, in front of a server that is only this page. */
export function createPracticeSession(): ExamSession {
  const environment = realEnvironment;
  const clock = new ServerClock(environment);
  const nobody = async () => ({ kind: 'unknown' }) as const;
  return new ExamSession({
    environment,
    clock,
    transport: new PracticeTransport(practicePaper, environment),
    credentials: new Credentials({ api: { signIn: nobody, renew: nobody }, environment, clock }),
    keeper: new JournalKeeper(new MemoryStore(), environment),
    lock: new ProcessWriterLock(),
    helpMemory: noHelpMemory,
    sealed: null,
    fetchReceipt: nobody,
  });
}
