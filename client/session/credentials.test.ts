import { describe, expect, it } from 'vitest';
import { Credentials } from './credentials.ts';
import { HttpApi } from './httpApi.ts';
import { ServerClock } from './serverClock.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { ModelHttp, password } from './test/modelHttp.ts';
import { ModelServer } from './test/modelServer.ts';

function make(seed = 1, deviceYearsOff = 0) {
  const environment = new FakeEnvironment(seed, 1_790_000_000_000 + deviceYearsOff * 31_557_600_000);
  const now = () => 1_790_000_000_000 + environment.monotonic();
  const http = new ModelHttp(new ModelServer({ now, questions: 1, durationMs: 1_000 }), now);
  const api = new HttpApi({ baseUrl: '', fetch: http.fetch, environment });
  const clock = new ServerClock(environment);
  const credentials = new Credentials({ api, environment, clock });
  const renewals = () => http.calls.filter((call) => call === 'POST /api/sessions/renew').length;
  return { environment, http, credentials, renewals };
}

describe('the sign-in', () => {
  it('[CLI-16] is renewed when 60 to 80 % of its time have passed, at no common moment', async () => {
    const moments = new Set<number>();
    for (let seed = 1; seed <= 5; seed += 1) {
      const { environment, credentials, renewals } = make(seed);
      await credentials.signIn('teacher01', password);
      await environment.until(() => renewals() === 1);
      expect(environment.monotonic()).toBeGreaterThanOrEqual(360_000);
      expect(environment.monotonic()).toBeLessThanOrEqual(480_001);
      expect(credentials.token).toBe('token-2');
      moments.add(environment.monotonic());
      credentials.close();
      expect(environment.timers).toBe(0);
    }
    expect(moments.size).toBe(5);
  });

  it('[CLI-16] is renewed over the connection that is open, and over the cookie where that fails', async () => {
    const { environment, credentials, renewals } = make();
    await credentials.signIn('teacher01', password);
    let isOpen = true;
    credentials.keepFresh(async () =>
      isOpen
        ? {
            kind: 'done',
            reply: { accessToken: 'from-socket', expiresAt: environment.wallClock() + 600_000 },
          }
        : { kind: 'unknown' },
    );
    await environment.until(() => credentials.token === 'from-socket');
    expect(renewals()).toBe(0);
    isOpen = false;
    await environment.until(() => renewals() === 1);
    expect(credentials.token).toBe('token-2');
  });

  it('[CLI-16] is tried again while the server is away, and is not ended by that', async () => {
    const { environment, credentials, http } = make();
    await credentials.signIn('teacher01', password);
    http.isDown = true;
    await environment.advance(900_000);
    expect(credentials.state).toBe('signed-in');
    http.isDown = false;
    await environment.until(() => credentials.token !== 'token-1');
  });

  it('[CLI-16] that the server has ended asks for the password and nothing else', async () => {
    const { environment, credentials, http } = make();
    await credentials.signIn('teacher01', password);
    const states: string[] = [];
    credentials.onChange((state) => states.push(state));
    http.isSignInOver = true;
    await environment.until(() => credentials.state === 'ended');
    expect(credentials.token).toBeUndefined();
    expect(environment.timers).toBe(0);
    http.isSignInOver = false;
    expect(await credentials.signInAgain('wrong')).toMatchObject({ error: { code: 'bad-credentials' } });
    expect(credentials.state).toBe('ended');
    await credentials.signInAgain(password);
    expect(states).toEqual(['ended', 'signed-in']);
    expect(credentials.user?.username).toBe('teacher01');
  });

  it('[CLI-16] goes on after a page load, by its cookie', async () => {
    const { credentials } = make();
    expect(await credentials.refresh()).toBe('renewed');
    expect(credentials.state).toBe('signed-in');
    expect(credentials.user?.displayName).toBe('Asha Jadhav');
  });

  it('[CLI-16] repeats a call whose token had expired, with one renewal for all', async () => {
    const { credentials, http, renewals, environment } = make();
    await credentials.signIn('teacher01', password);
    http.expireTokens();
    const api = new HttpApi({ baseUrl: '', fetch: http.fetch, environment });
    const calls = [1, 2, 3].map(() => credentials.authorised((token) => api.exams(token)));
    expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(renewals()).toBe(1);
  });

  it.each([-20, 20])(
    '[CLI-16] is not renewed all the time by a device whose clock is %i years off',
    async (years) => {
      const { environment, credentials, renewals } = make(1, years);
      await credentials.signIn('teacher01', password);
      await environment.advance(600_000);
      expect(renewals()).toBeLessThanOrEqual(40);
      await environment.advance(3_600_000);
      expect(renewals()).toBeGreaterThanOrEqual(1);
    },
  );
});
