import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Endpoint } from './connection.ts';
import type { Meters } from './meters.ts';

export interface SignInsOptions {
  readonly endpoints: readonly Endpoint[];
  readonly localAddresses: readonly string[];
  readonly usernames: readonly string[];
  readonly password: string;
  /** Named by pages of this server. */
  readonly origin: string;
  readonly meters: Meters;
  readonly now: () => number;
  readonly random: () => number;
}

interface Answer {
  readonly status: number;
  readonly cookie: string | undefined;
  readonly body: string;
}

const patienceMs = 60_000;
const connectionsPerAddress = 64;

/** Sign-ins by password over HTTP, one candidate after the other, and renewals by the cookies that came of them. */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #agents: readonly (HttpAgent | HttpsAgent)[];
  readonly #cookies: string[] = [];
  #next = 0;
  #underWay = 0;

  constructor(options: SignInsOptions) {
    this.#options = options;
    const isTls = options.endpoints.some((endpoint) => endpoint.isTls);
    const addresses = options.localAddresses.length === 0 ? [undefined] : options.localAddresses;
    this.#agents = addresses.map((localAddress) => {
      const settings = {
        keepAlive: true,
        maxSockets: connectionsPerAddress,
        ...(localAddress && { localAddress }),
      };
      return isTls ? new HttpsAgent(settings) : new HttpAgent(settings);
    });
  }

  /** Requests without an answer. */
  get underWay(): number {
    return this.#underWay;
  }

  signIn(intendedAt: number): void {
    const { usernames, password } = this.#options;
    const username = usernames[this.#next % usernames.length];
    this.#next += 1;
    const body = JSON.stringify({ username, password });
    this.#post('/api/sessions', body, undefined, (answer) => {
      if (!this.#measure('sign-in', intendedAt, answer)) return;
      const [cookie] = answer?.cookie?.split(';') ?? [];
      if (cookie !== undefined) this.#cookies.push(cookie);
    });
  }

  /** Does nothing while nobody has signed in. */
  renew(intendedAt: number): void {
    const cookie = this.#cookies[Math.floor(this.#options.random() * this.#cookies.length)];
    if (cookie === undefined) return;
    this.#post('/api/sessions/renew', '{}', cookie, (answer) => {
      this.#measure('renew', intendedAt, answer);
    });
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  /** True when it has worked. */
  #measure(timing: 'sign-in' | 'renew', intendedAt: number, answer: Answer | null): boolean {
    const { meters, now } = this.#options;
    if (answer !== null && answer.status < 300) {
      meters.time(timing, now() - intendedAt, now());
      if (timing === 'sign-in') meters.count('acked');
      return true;
    }
    const code = answer === null ? 'no answer' : codeIn(answer.body);
    meters.count(`refused: ${code}`);
    meters.count('refused');
    return false;
  }

  #post(path: string, body: string, cookie: string | undefined, then: (answer: Answer | null) => void): void {
    const { endpoints, origin, random, meters } = this.#options;
    const endpoint = endpoints[Math.floor(random() * endpoints.length)];
    const agent = this.#agents[this.#next % this.#agents.length];
    if (endpoint === undefined || agent === undefined) return then(null);
    if (path === '/api/sessions') meters.count('offered');
    this.#underWay += 1;
    let isFinished = false;
    const finish = (answer: Answer | null) => {
      if (isFinished) return;
      isFinished = true;
      this.#underWay -= 1;
      then(answer);
    };
    const { host, port, isTls } = endpoint;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      origin,
      ...(cookie === undefined ? {} : { cookie }),
    };
    const send = isTls ? httpsRequest : httpRequest;
    const request = send({ host, port, path, method: 'POST', headers, agent, timeout: patienceMs });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        finish({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0], body: text }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', () => finish(null));
    request.end(body);
  }
}

function codeIn(body: string): string {
  return /"code":"([a-z-]+)"/.exec(body)?.[1] ?? 'unreadable';
}
