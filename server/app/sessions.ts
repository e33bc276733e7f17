import type { RenewReply } from '../protocol/candidate.ts';
import type { SignInReply } from '../protocol/http.ts';
import { plainCode } from './oneTimeCode.ts';
import { whenAvailable } from './outcomes.ts';
import type { SignInCodes } from './ports/commands.ts';
import type { EndedSessions, SignInFailures, SignInLimits } from './ports/live.ts';
import type { Chance, Claims, Clock, Digest, Passwords, People, Person, Sessions, Tokens } from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import type { SessionUseCases, Signed } from './useCases.ts';

/** How long a sign-in lives, ms. */
const sessionMs = 24 * 3_600_000;

/** No token outlives this, ms: after it an ended session needs no remembering. */
const longestTokenMs = 15 * 60_000;

/** How long to wait when too many passwords are being checked, ms. */
const retryWhenBusyMs = 2_000;

/** Guessing from one address uses its bucket up far sooner than a hall of candidates that signs in. */
const wrongPasswordCost = 10;

export interface SessionDeps {
  readonly people: People;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly codes: SignInCodes;
  readonly tokens: Tokens;
  readonly signInLimits: SignInLimits;
  readonly failures: SignInFailures;
  readonly ended: Pick<EndedSessions, 'add'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly digest: Digest;
}

/** Signing in, staying signed in, signing out. */
export function createSessions(deps: SessionDeps): SessionUseCases {
  return {
    signIn: (username, password, address) =>
      whenAvailable(() => signIn(deps, username, address, (name) => checkPassword(deps, name, password))),
    signInWithCode: (username, code, address) =>
      whenAvailable(() => signIn(deps, username, address, (name) => checkCode(deps, name, code))),
    renewByCookie: (cookie) => whenAvailable(() => renewByCookie(deps, cookie)),
    renew: (who) => whenAvailable(() => renew(deps, who)),
    signOut: (cookie, everywhere) => whenAvailable(() => signOut(deps, cookie, everywhere)),
  };
}

/** User names are kept in lower case and compared in one Unicode form, however they were typed. */
function normalizeUsername(username: string): string {
  return username.trim().normalize('NFC').toLowerCase();
}

async function signIn(
  deps: SessionDeps,
  typedName: string,
  address: string,
  check: (username: string) => Promise<Person | null | 'busy'>,
): Promise<Result<Signed>> {
  const { signInLimits, failures, clock } = deps;
  const username = normalizeUsername(typedName);
  const key = `${address} ${username}`;
  const now = clock.now();
  const retryAfterMs =
    (await signInLimits.take('sign-in-address', address, 1, now)) ??
    (await signInLimits.take('sign-in-user', key, 1, now)) ??
    (await failures.begin(key, now));
  if (retryAfterMs !== null) return fail('rate-limited', { retryAfterMs });

  const person = await check(username).catch((error: unknown) => {
    failures.withdraw(key);
    throw error;
  });
  if (person === 'busy') {
    failures.withdraw(key);
    return fail('busy', { retryAfterMs: retryWhenBusyMs });
  }
  if (person === null) {
    await signInLimits.take('sign-in-address', address, wrongPasswordCost, clock.now());
    return fail('bad-credentials');
  }
  failures.succeeded(key);
  return ok(await begin(deps, person));
}

/** Takes as long for a name that nobody has as for a wrong password, and says the same. */
async function checkPassword(
  { people, passwords }: SessionDeps,
  username: string,
  password: string,
): Promise<Person | null | 'busy'> {
  const person = await people.byUsername(username);
  const isRight = await passwords.verify(person?.passwordHash ?? null, password);
  if (isRight === 'busy') return 'busy';
  return isRight && person !== null && !person.disabled ? person : null;
}

/** A name that nobody has and a wrong code ask the database for the same, and are answered the same. */
async function checkCode(
  { people, codes, clock, digest }: SessionDeps,
  username: string,
  code: string,
): Promise<Person | null> {
  const person = await people.byUsername(username);
  const isRight = await codes.redeem(person?.id ?? nobody, digest(plainCode(code)), clock.now());
  return isRight && person?.role === 'candidate' && !person.disabled ? person : null;
}

const nobody = '00000000-0000-4000-8000-000000000000';

async function begin(
  { sessions, tokens, clock, chance, digest }: SessionDeps,
  person: Person,
): Promise<Signed> {
  const sessionId = chance.id();
  const secret = chance.seed() + chance.seed();
  const now = clock.now();
  const expiresAt = now + sessionMs;
  await sessions.create({ sessionId, userId: person.id, secretHash: digest(secret), expiresAt });
  return {
    reply: replyFor(tokens, person, sessionId, now),
    cookie: `${sessionId}.${secret}`,
    cookieExpiresAt: expiresAt,
  };
}

async function renewByCookie(deps: SessionDeps, cookie: string): Promise<Result<SignInReply>> {
  const session = await sessionOf(deps, cookie);
  if (session === null) return fail('unauthenticated');
  const person = await livePerson(deps, session.sessionId, session);
  if (!person.ok) return person;
  return ok(replyFor(deps.tokens, person.value, session.sessionId, deps.clock.now()));
}

async function renew(deps: SessionDeps, who: Claims): Promise<Result<RenewReply>> {
  const person = await livePerson(deps, who.sessionId, await deps.sessions.find(who.sessionId));
  if (!person.ok) return person;
  const { accessToken, expiresAt } = replyFor(deps.tokens, person.value, who.sessionId, deps.clock.now());
  return ok({ accessToken, expiresAt });
}

async function signOut(deps: SessionDeps, cookie: string, everywhere: boolean): Promise<Result<object>> {
  const session = await sessionOf(deps, cookie);
  if (session === null) return fail('unauthenticated');
  await deps.sessions.revoke(session.sessionId);
  const others = everywhere ? await deps.sessions.revokeAll(session.userId) : [];
  const until = deps.clock.now() + longestTokenMs;
  for (const sessionId of new Set([session.sessionId, ...others])) deps.ended.add(sessionId, until);
  return ok({});
}

/** The session a cookie belongs to, whatever has become of it. What is compared are digests of 256 random bits. */
async function sessionOf({ sessions, digest }: SessionDeps, cookie: string): ReturnType<Sessions['find']> {
  const [sessionId = '', secret = ''] = cookie.split('.');
  const session = await sessions.find(sessionId);
  return session !== null && session.secretHash === digest(secret) ? session : null;
}

/** Whose session this is, if it is alive: this is where a revocation takes hold. */
async function livePerson(
  { people, clock }: SessionDeps,
  sessionId: string,
  session: Awaited<ReturnType<Sessions['find']>>,
): Promise<Result<Person>> {
  if (session === null || session.sessionId !== sessionId) return fail('session-ended');
  if (session.revoked || session.expiresAt <= clock.now()) return fail('session-ended');
  const person = await people.byId(session.userId);
  return person === null || person.disabled ? fail('session-ended') : ok(person);
}

function replyFor(tokens: Tokens, person: Person, sessionId: string, now: number): SignInReply {
  const { id, username, displayName, role } = person;
  return {
    ...tokens.sign({ userId: id, sessionId, role }, now),
    user: { id, username, displayName, role },
  };
}
