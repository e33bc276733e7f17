import { describe, expect, it } from 'vitest';
import { createExamSession, createSignIn } from './createSession.ts';
import type { ExamSession } from './examSession.ts';
import { MemoryStore } from './stores/memory.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { ModelHttp, password } from './test/modelHttp.ts';
import { ModelServer } from './test/modelServer.ts';
import { ProcessWriterLock } from './writerLock.ts';

async function signedIn() {
  const environment = new FakeEnvironment();
  const now = () => environment.wallClock();
  const server = new ModelServer({ now, questions: 4, durationMs: 3_600_000 });
  const http = new ModelHttp(server, now);
  const access = { baseUrl: '', environment, fetch: http.fetch };
  const signIn = createSignIn(access);
  await signIn.credentials.signIn('teacher01', password);
  const device = { store: new MemoryStore(), lock: new ProcessWriterLock(), webSocket: false };
  const session = createExamSession(access, signIn, device);
  return { environment, server, http, session, signIn };
}

async function writing() {
  const all = await signedIn();
  await all.session.open('exam-1');
  await all.environment.until(() => all.session.state.status.kind === 'writing');
  return all;
}

const isSaved = (session: ExamSession) => () => session.state.save.kind === 'saved';

describe('[CLI-18] an exam over plain HTTP', () => {
  it('[CLI-18] is sat from opening to receipt', async () => {
    const { environment, server, session, signIn } = await writing();
    expect(session.state.connection).toEqual({ kind: 'up', route: 'http' });
    await environment.until(() => Object.keys(session.state.questions).length === 4);
    session.answer('q1', 'one');
    session.answer('q2', 'bad');
    await environment.until(isSaved(session));
    expect(session.state.answers['q2']?.save).toEqual({ kind: 'refused', code: 'invalid-value' });
    const handingIn = session.seal();
    await environment.until(() => session.state.status.kind === 'sealed');
    expect(await handingIn).toMatchObject({ receipt: 'receipt-1' });
    expect(server.seals).toMatchObject([{ through: 2 }]);
    await session.close();
    signIn.credentials.close();
    expect(environment.timers).toBe(0);
  });

  it('[CLI-18] goes on after an outage, and says meanwhile that there is no connection', async () => {
    const { environment, server, http, session } = await writing();
    http.isDown = true;
    session.answer('q1', 'one');
    await environment.advance(60_000);
    expect(session.state.connection.kind).toBe('down');
    expect(session.state.save).toMatchObject({ kind: 'pending', count: 1 });
    const tries = http.calls.length;
    await environment.advance(60_000);
    expect(http.calls.length - tries).toBeLessThan(20);
    http.isDown = false;
    await environment.until(isSaved(session));
    expect(session.state.connection).toEqual({ kind: 'up', route: 'http' });
    expect(server.answers.get('q1')?.value).toBe('one');
  });

  it('[CLI-18] hears of a new deadline, a pause and another page within a poll or two', async () => {
    const { environment, server, session } = await writing();
    server.extend(60_000);
    await environment.advance(13_000);
    expect(session.state.deadline).toEqual(server.deadline);
    server.pause();
    await environment.advance(13_000);
    expect(session.state.status.kind).toBe('paused');
    server.resume();
    await environment.advance(13_000);
    expect(session.state.status.kind).toBe('writing');
    server.open({ examId: 'exam-1', deviceId: 'another' });
    await environment.advance(13_000);
    expect(session.state.status.kind).toBe('superseded');
  });

  it('[CLI-22] takes what it cannot read for no answer', async () => {
    const { environment, http, session } = await writing();
    http.isCaptive = true;
    session.answer('q1', 'one');
    await environment.advance(30_000);
    expect(session.state.connection.kind).toBe('down');
    expect(session.state.save.kind).toBe('pending');
    http.isCaptive = false;
    await environment.until(isSaved(session));
  });

  it('[CLI-16] goes on with a new token where the old one has expired', async () => {
    const { environment, server, http, session } = await writing();
    http.expireTokens();
    session.answer('q1', 'one');
    await environment.until(isSaved(session));
    expect(server.log).toHaveLength(1);
    expect(session.state.connection.kind).toBe('up');
  });

  it('[CLI-35] asks soon when the device has a network again, however long it has been in vain', async () => {
    const { environment, http, session } = await writing();
    http.isDown = true;
    session.answer('q1', 'one');
    await environment.advance(300_000);
    http.isDown = false;
    environment.networkIsBack();
    await environment.advance(1_000);
    expect(session.state.connection.kind).toBe('up');
    await session.close();
    environment.networkIsBack();
    expect(environment.timers).toBeLessThanOrEqual(1);
  });

  it('[CLI-16] keeps everything while the sign-in has ended, and goes on after the password', async () => {
    const { environment, server, http, session } = await writing();
    http.isSignInOver = true;
    http.expireTokens();
    session.answer('q1', 'one');
    await environment.until(() => session.state.connection.kind === 'needs-sign-in');
    const asked = http.calls.length;
    await environment.advance(120_000);
    expect(http.calls.length).toBe(asked);
    expect(session.answer('q2', 'two')).toEqual({ ok: true });
    http.isSignInOver = false;
    await session.signInAgain(password);
    await environment.until(isSaved(session));
    expect(server.answers.get('q2')?.value).toBe('two');
    expect(session.state.connection).toEqual({ kind: 'up', route: 'http' });
  });
});
