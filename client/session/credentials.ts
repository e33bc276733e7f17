import type { RenewReply } from '../../server/protocol/candidate.ts';
import type { SignInReply } from '../../server/protocol/http.ts';
import { Backoff } from './backoff.ts';
import { Emitter } from './emitter.ts';
import type { CallOff, Environment } from './environment.ts';
import type { HttpApi } from './httpApi.ts';
import type { Unsubscribe } from './observable.ts';
import type { CookieRenewReply } from './replies.ts';
import type { ServerClock } from './serverClock.ts';
import { isAboutSignIn, type Outcome } from './transport.ts';

/** `ended`: this sign-in is over and only a password helps; everything on this device stays where it is. */
export type SignInState = 'signed-out' | 'signed-in' | 'ended';

/** `later`: the server could not be asked or had no time. */
export type RefreshOutcome = 'renewed' | 'ended' | 'later';

export type User = SignInReply['user'];

export type Renew = () => Promise<Outcome<RenewReply>>;

export interface CredentialsOptions {
  readonly api: Pick<HttpApi, 'signIn' | 'renew'>;
  readonly environment: Environment;
  readonly clock: ServerClock;
}

/** Bounds that keep a device whose clock is years off from renewing all the time or never. */
const shortestRenewalMs = 15_000;
const longestRenewalMs = 3_600_000;

/**
 * Who the candidate is: the access token, renewed before it expires. The refresh secret is an httpOnly cookie that
 * this code never sees.
 */
export class Credentials {
  readonly #api: CredentialsOptions['api'];
  readonly #environment: Environment;
  readonly #clock: ServerClock;
  readonly #backoff: Backoff;
  readonly #changes: Emitter<SignInState>;
  #state: SignInState = 'signed-out';
  #token: string | undefined;
  #user: User | undefined;
  #renewal: CallOff = () => {};
  #renewVia: Renew | undefined;
  #refreshing: Promise<RefreshOutcome> | undefined;

  constructor({ api, environment, clock }: CredentialsOptions) {
    this.#api = api;
    this.#environment = environment;
    this.#changes = new Emitter(environment);
    this.#clock = clock;
    this.#backoff = new Backoff(environment, 2_000, 30_000);
  }

  get state(): SignInState {
    return this.#state;
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** Whose sign-in this is, also after it has ended; `undefined` until the server has told. */
  get user(): User | undefined {
    return this.#user;
  }

  onChange(listener: (state: SignInState) => void): Unsubscribe {
    return this.#changes.listen(listener);
  }

  /** `secret`: a password, or a code that serves once. */
  async signIn(
    username: string,
    secret: string,
    kind: 'password' | 'code' = 'password',
  ): Promise<Outcome<SignInReply>> {
    const outcome = await this.#api.signIn(username, secret, kind);
    if (outcome.kind === 'done') this.#accept(outcome.reply);
    return outcome;
  }

  /** After `ended`: the same candidate, whose name need not be typed again. */
  signInAgain(password: string): Promise<Outcome<SignInReply>> {
    return this.signIn(this.#user?.username ?? '', password);
  }

  /** After the server has ended the sign-in (`HttpApi.signOut`): nobody is signed in here. */
  forget(): void {
    this.#user = undefined;
    this.#forgetToken('signed-out');
  }

  /**
   * Renews by the cookie, now: by this an earlier sign-in also goes on after a page load. Calls at the same time share
   * one request.
   */
  refresh(): Promise<RefreshOutcome> {
    this.#refreshing ??= this.#renewByCookie().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Makes a call with the token; when that is what the server objects to, once more with a new one. */
  async authorised<T>(call: (token: string | undefined) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await call(this.#token);
    if (outcome.kind !== 'error' || !isAboutSignIn(outcome.error)) return outcome;
    return (await this.refresh()) === 'renewed' ? await call(this.#token) : outcome;
  }

  /** From now on the token is renewed in time, over `renew` first (it may be a socket that is open anyway). */
  keepFresh(renew: Renew): void {
    this.#renewVia = renew;
  }

  /** No timer is left. The sign-in itself goes on. */
  close(): void {
    this.#renewal();
  }

  async #renewByCookie(): Promise<RefreshOutcome> {
    const outcome = await this.#api.renew();
    if (outcome.kind === 'done') {
      this.#accept(outcome.reply);
      return 'renewed';
    }
    if (outcome.kind === 'error' && isAboutSignIn(outcome.error)) {
      this.#forgetToken('ended');
      return 'ended';
    }
    return 'later';
  }

  #accept({ accessToken, expiresAt, user }: CookieRenewReply): void {
    this.#token = accessToken;
    this.#user = user ?? this.#user;
    this.#backoff.reset();
    // Between 60 % and 80 % of what is left: a whole hall that signed in together does not renew together.
    this.#renewIn((expiresAt - this.#clock.now()) * (0.6 + 0.2 * this.#environment.random()));
    this.#become('signed-in');
  }

  #renewIn(ms: number): void {
    this.#renewal();
    const inTime = Math.min(Math.max(ms, shortestRenewalMs), longestRenewalMs);
    this.#renewal = this.#environment.after(inTime, () => void this.#renewInTime());
  }

  async #renewInTime(): Promise<void> {
    const overTransport = await this.#renewVia?.();
    if (overTransport?.kind === 'done') this.#accept(overTransport.reply);
    else if ((await this.refresh()) === 'later') this.#renewIn(this.#backoff.next());
  }

  #forgetToken(state: 'signed-out' | 'ended'): void {
    this.#renewal();
    this.#token = undefined;
    this.#become(state);
  }

  #become(state: SignInState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#changes.emit(state);
  }
}
