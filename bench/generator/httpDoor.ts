import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Endpoint } from './connection.ts';

export interface HttpDoorOptions {
  readonly endpoints: readonly Endpoint[];
  /** Own addresses to spread the requests over; empty: the system's choice. */
  readonly localAddresses: readonly string[];
  /** Named by pages of this server. */
  readonly origin: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly cookie: string | undefined;
  readonly body: string;
}

const patienceMs = 60_000;
const connectionsPerAddress = 64;

/** Requests over plain HTTP, with connections that are kept. */
export class HttpDoor {
  readonly #options: HttpDoorOptions;
  readonly #agents: readonly (HttpAgent | HttpsAgent)[];
  #nextAgent = 0;
  #underWay = 0;

  constructor(options: HttpDoorOptions) {
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

  /** `then` is called once, with `null` when there was no answer. */
  post(
    endpoint: number,
    path: string,
    body: string,
    more: Readonly<Record<string, string>>,
    then: (answer: HttpAnswer | null) => void,
  ): void {
    const { endpoints, origin } = this.#options;
    const target = endpoints[endpoint % endpoints.length];
    const agent = this.#agents[this.#nextAgent % this.#agents.length];
    this.#nextAgent += 1;
    if (target === undefined || agent === undefined) return then(null);
    this.#underWay += 1;
    let isFinished = false;
    const finish = (answer: HttpAnswer | null) => {
      if (isFinished) return;
      isFinished = true;
      this.#underWay -= 1;
      then(answer);
    };
    const { host, port, isTls } = target;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      origin,
      ...more,
    };
    const send = isTls ? httpsRequest : httpRequest;
    const request = send({ host, port, path, method: 'POST', headers, agent, timeout: patienceMs });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('close', () => finish(null));
      response.on('end', () =>
        finish({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0], body: text }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', () => finish(null));
    request.end(body);
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }
}
