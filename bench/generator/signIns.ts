import type { HttpAnswer, HttpDoor } from './httpDoor.ts';
import type { Meters } from './meters.ts';

export interface SignInsOptions {
  readonly door: HttpDoor;
  readonly endpoints: number;
  readonly usernames: readonly string[];
  readonly password: string;
  readonly meters: Meters;
  readonly now: () => number;
  readonly random: () => number;
}

/** Sign-ins by password over HTTP, one candidate after the other, and renewals by the cookies that came of them. */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #cookies: string[] = [];
  #next = 0;

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** Requests without an answer. */
  get underWay(): number {
    return this.#options.door.underWay;
  }

  signIn(intendedAt: number): void {
    const { usernames, password, door, meters } = this.#options;
    const username = usernames[this.#next % usernames.length];
    this.#next += 1;
    meters.count('offered');
    door.post(this.#anyNode(), '/api/sessions', JSON.stringify({ username, password }), {}, (answer) => {
      if (!this.#measure('sign-in', intendedAt, answer)) return;
      const [cookie] = answer?.cookie?.split(';') ?? [];
      if (cookie !== undefined) this.#cookies.push(cookie);
    });
  }

  /** Does nothing while nobody has signed in. */
  renew(intendedAt: number): void {
    const { door, random } = this.#options;
    const cookie = this.#cookies[Math.floor(random() * this.#cookies.length)];
    if (cookie === undefined) return;
    door.post(this.#anyNode(), '/api/sessions/renew', '{}', { cookie }, (answer) => {
      this.#measure('renew', intendedAt, answer);
    });
  }

  #anyNode(): number {
    return Math.floor(this.#options.random() * this.#options.endpoints);
  }

  /** True when it has worked. */
  #measure(timing: 'sign-in' | 'renew', intendedAt: number, answer: HttpAnswer | null): boolean {
    const { meters, now } = this.#options;
    if (answer !== null && answer.status < 300) {
      meters.time(timing, now() - intendedAt, now());
      if (timing === 'sign-in') meters.count('acked');
      return true;
    }
    meters.refuse(codeOf(answer));
    return false;
  }
}

/** The error's code, or that there was none. */
function codeOf(answer: HttpAnswer | null): string {
  if (answer === null) return 'no answer';
  return /"code":"([a-z-]+)"/.exec(answer.body)?.[1] ?? 'unreadable';
}
