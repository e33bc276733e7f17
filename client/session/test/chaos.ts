import type { Written } from '../notebook.ts';
import type { SessionState } from '../sessionState.ts';
import { MemoryStore } from '../stores/memory.ts';
import { attemptId } from './modelServer.ts';
import { calm, rough } from './modelTransport.ts';
import { type Page, World } from './world.ts';

interface Device {
  readonly name: string;
  readonly store: MemoryStore;
  page: Page | null;
  /** Every value that this device's pages have written. */
  readonly written: string[];
  /** What the present turn has last entered for each question. */
  readonly latest: Map<string, string>;
}

const questionCount = 12;

/**
 * One seed's story: two devices of one candidate, a bad network, a server that restarts, pages that are closed, killed
 * and opened again, takeovers, pauses, extensions and a hand-in, all drawn from the seed. Every answer has a value of
 * its own, so that it can be found again in the model server's log.
 */
export class Chaos {
  readonly steps: string[] = [];
  readonly world: World;
  readonly #random: () => number;
  readonly #devices: readonly Device[];
  /** Every value that a session has taken. */
  readonly #taken = new Set<string>();
  #values = 0;
  #violation: string | null = null;

  constructor(seed: number) {
    this.world = new World(seed, {
      questions: questionCount,
      durationMs: seed % 4 === 0 ? 120_000 : 3_600_000,
    });
    this.#random = this.world.environment.random;
    this.#devices = ['A', 'B'].map((name) => ({
      name,
      store: new MemoryStore(),
      page: null,
      written: [],
      latest: new Map(),
    }));
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps && this.#violation === null; step += 1) await this.#step();
    if (this.#violation !== null) throw new Error(this.#violation);
    await this.#calmDown();
    if (this.#violation !== null) throw new Error(this.#violation);
    this.#checkEnd();
  }

  async #step(): Promise<void> {
    const device = this.#pick(this.#devices.slice(0, this.#random() < 0.85 ? 1 : 2));
    if (device.page === null) await this.#openPage(device);
    const { page } = device;
    if (page === null) return;
    const dice = this.#random();
    if (dice < 0.45) this.#answer(device, page);
    else if (dice < 0.5) this.#note(device, 'visit', () => page.session.visit(this.#question()));
    else if (dice < 0.53) this.#note(device, 'observe', () => page.session.observe('blur'));
    else if (dice < 0.57) this.#note(device, 'drop', () => page.transport.drop(this.#random() * 8_000));
    else if (dice < 0.59) this.#restartServer();
    else if (dice < 0.63) await this.#leave(device, page);
    else if (dice < 0.64) await this.#takeOver(device, page);
    else if (dice < 0.65) this.#pauseOrResume();
    else if (dice < 0.66) this.#note(device, 'extend', () => this.world.server.extend(1_000));
    else if (dice < 0.69) this.#note(device, 'ask', () => this.world.server.push({ event: 'changed' }));
    else if (dice < 0.7) await this.#openAgain(device, page);
    else if (dice < 0.702) this.#note(device, 'seal', () => void page.session.seal());
    else await this.#wait(this.#random() * 2_000);
  }

  async #openPage(device: Device): Promise<void> {
    this.steps.push(`${device.name} opens a page`);
    const page = this.world.page({ store: device.store, accidents: rough });
    device.page = page;
    device.latest.clear();
    page.session.subscribe((state) => {
      if (device.page === page) this.#checkState(device, page, state);
    });
    await page.session.open('exam-1');
    await this.#wait(this.#random() * 2_000);
  }

  #answer(device: Device, { session }: Page): void {
    this.#values += 1;
    const isBad = this.#random() < 0.1;
    const value = `${isBad ? 'bad' : 'good'}-${this.#values}`;
    // Known before it is taken: the state that is checked inside the call already counts it.
    device.written.push(value);
    this.#taken.add(value);
    const questionId = this.#question();
    const before = device.latest.get(questionId);
    device.latest.set(questionId, value);
    const written: Written = session.answer(questionId, value, this.#random() < 0.2);
    if (written.ok) return;
    if (before === undefined) device.latest.delete(questionId);
    else device.latest.set(questionId, before);
    device.written.pop();
    this.#taken.delete(value);
  }

  async #leave(device: Device, page: Page): Promise<void> {
    const isKilled = this.#random() < 0.5;
    this.steps.push(`${device.name} ${isKilled ? 'is killed' : 'closes'}`);
    device.page = null;
    // A page that is killed says nothing more; what it had put on its way may still arrive.
    if (isKilled) await this.world.environment.flush();
    await page.session.close();
  }

  async #takeOver(device: Device, page: Page): Promise<void> {
    if (page.session.state.status.kind !== 'superseded') return;
    this.steps.push(`${device.name} takes over`);
    device.latest.clear();
    await page.session.takeOver();
    await this.#wait(500);
  }

  /** An impatient candidate; unless somebody else has written, it stays the same turn. */
  async #openAgain(device: Device, page: Page): Promise<void> {
    this.steps.push(`${device.name} opens again`);
    device.latest.clear();
    await page.session.open('exam-1');
  }

  #restartServer(): void {
    this.steps.push('the server restarts');
    for (const { page } of this.#devices) page?.transport.drop(1_000 + this.#random() * 3_000);
  }

  #pauseOrResume(): void {
    const { server } = this.world;
    this.steps.push(server.status === 'paused' ? 'resume' : 'pause');
    if (server.status === 'paused') server.resume();
    else server.pause();
  }

  /** The accidents end, both devices come back and have all the time they need. */
  async #calmDown(): Promise<void> {
    const { server, environment } = this.world;
    server.resume();
    this.steps.push('calm');
    for (const device of this.#devices) {
      await device.page?.session.close();
      const page = this.world.page({ store: device.store, accidents: calm });
      device.page = page;
      device.latest.clear();
      await page.session.open('exam-1');
      const { session } = page;
      const isSaved = () => session.state.save.kind === 'saved';
      await environment.until(() => isSaved() && hasSettled(session.state), 120_000);
      // A request of a page that was killed may have lain about and taken the pen for it.
      device.latest.clear();
      if (session.state.status.kind === 'superseded') await session.takeOver();
      await environment.until(() => isSaved() && hasSettled(session.state), 120_000);
      await environment.advance(20_000);
    }
  }

  #checkState(device: Device, { session }: Page, state: SessionState): void {
    const applied = this.#applied();
    if (
      state.save.kind === 'saved' &&
      ['writing', 'paused', 'handing-in', 'sealed'].includes(state.status.kind)
    ) {
      const everywhere = new Set(
        this.world.server.log.flatMap(({ entry }) => (entry.kind === 'answer' ? [entry.value] : [])),
      );
      const missing = device.written.filter((value) => !everywhere.has(value));
      if (missing.length > 0) this.#violation ??= `Shown as saved and not committed: ${missing.join(', ')}`;
    }
    for (const [questionId, { value, save }] of Object.entries(state.answers)) {
      if (save.kind === 'saved' && value !== null && !applied.has(value)) {
        this.#violation ??= `${questionId} is shown as saved with ${String(value)}, which never counted`;
      }
      const latest = device.latest.get(questionId);
      if (
        save.kind === 'saved' &&
        state.status.kind === 'writing' &&
        latest !== undefined &&
        value !== latest
      ) {
        this.#violation ??= `${questionId} shows ${String(value)} although ${latest} was entered after it`;
      }
    }
    if (
      state.status.kind === 'sealed' &&
      state.status.receipt !== null &&
      this.world.server.seals.length === 0
    ) {
      this.#violation ??= `${session.state.attemptId ?? attemptId} is shown as sealed and is not`;
    }
  }

  #checkEnd(): void {
    const { log, answers } = this.world.server;
    const rows = log.flatMap((row) =>
      row.entry.kind === 'answer' ? [{ ...row, value: String(row.entry.value) }] : [],
    );
    for (const value of this.#taken) {
      const found = rows.filter((row) => row.value === value);
      if (found.length === 0) throw new Error(`${value} was taken and is lost`);
      const counting = found.filter(({ fate }) => fate !== 'late');
      if (counting.length > 1) throw new Error(`${value} counts ${counting.length} times`);
    }
    this.#checkOrder(
      rows.filter(({ fate }) => fate !== 'late').map(({ value }) => Number(value.split('-')[1])),
    );
    const shown = this.#devices.at(-1)?.page?.session.state.answers ?? {};
    for (const [questionId, view] of Object.entries(shown)) {
      const held = answers.get(questionId);
      if (view.committed.value !== (held?.value ?? null))
        throw new Error(`${questionId}: shown as committed, not held`);
    }
  }

  /** Among the answers that count, each device's stand in the order in which they were entered. */
  #checkOrder(values: readonly number[]): void {
    const isAscending = values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));
    if (!isAscending) throw new Error(`Out of order: ${values.join(' ')}`);
  }

  #applied(): ReadonlySet<unknown> {
    return new Set(
      this.world.server.log.flatMap(({ entry, fate }) =>
        entry.kind === 'answer' && fate === 'applied' ? [entry.value] : [],
      ),
    );
  }

  async #wait(ms: number): Promise<void> {
    await this.world.environment.advance(ms);
  }

  #note(device: Device, what: string, then: () => void): void {
    this.steps.push(`${device.name} ${what}`);
    then();
  }

  #question(): string {
    return `q${1 + Math.floor(this.#random() * questionCount)}`;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

function hasSettled({ status }: SessionState): boolean {
  if (status.kind === 'sealed') return status.receipt !== null;
  return status.kind === 'writing' || status.kind === 'superseded';
}
