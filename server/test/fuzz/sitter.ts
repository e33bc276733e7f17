import { randomUUID } from 'node:crypto';
import type { IssueOutcome } from '../../app/issueCommand.ts';
import { type Claims, Unavailable } from '../../app/ports.ts';
import type { Result } from '../../app/result.ts';
import type { CommandContent, Location, Scope } from '../../domain/command.ts';
import type { ExamRules } from '../../domain/content.ts';
import type { AppendReply, OpenReply } from '../../protocol/candidate.ts';
import type { ErrorCode, WireError } from '../../protocol/errors.ts';
import { receiptPayload } from '../../protocol/http.ts';
import { SeededChance } from '../chance.ts';
import { claimsOf, elsewhere, nagpur, type PublishedExam, pune } from '../exams.ts';
import type { FakeClock } from '../fakeClock.ts';
import { receipts, type TestNode } from '../node.ts';
import { entryAt } from './entries.ts';
import { Facts } from './facts.ts';

/** The nodes as they are now: a node may have been replaced since. */
export interface Nodes {
  readonly clock: FakeClock;
  a: TestNode;
  b: TestNode;
  /** Two, in Pune and Nagpur, between which candidates are moved. */
  readonly centres: readonly [FuzzCentre, FuzzCentre];
}

export type FuzzCentre = Location & { readonly centreId: string };

interface ModelPage {
  readonly name: string;
  readonly who: Claims;
  deviceId: string;
  /** 0 as long as it has not been given the pen. */
  epoch: number;
  /** Entries it has written into its journal of this epoch. */
  written: number;
  /** Entries of this epoch that it knows to be in the log. */
  acknowledged: number;
}

const second = 1_000;
const reason = 'as the dice fell';
const actor = '00000000-0000-4000-8000-000000000001';

interface OfficeCommand {
  readonly id: string;
  readonly content: CommandContent;
  readonly scope: Scope;
}

/** A request and what the candidate's pages knew when it was sent. */
interface Sent {
  readonly what: string;
  readonly epoch: number;
  /** The highest epoch that was given out. */
  readonly penEpoch: number;
  readonly receiptInForce: string | null;
  readonly through: number;
  readonly version: number;
  readonly changes: number;
  readonly opensSent: number;
  readonly opensAnswered: number;
}

/**
 * One candidate with three pages, and the exam's office, all of them driven by one seed. What they do follows from the seed
 * alone; of what the nodes answer only that is used which makes sense (how far the log goes, who has the pen). Every reply
 * is held against what the pages knew when they asked.
 */
export class Sitter {
  readonly seed: number;
  readonly exam: PublishedExam;
  readonly facts = new Facts();
  /** What happened last, for whoever has to understand a failure. */
  readonly steps: string[] = [];
  /** What did not hold first, with seed and steps. */
  failure: string | null = null;
  readonly #nodes: Nodes;
  readonly #chance: SeededChance;
  readonly #rules: ExamRules;
  readonly #pages: readonly ModelPage[];
  readonly #candidate: Claims;
  #pending: Promise<void>[] = [];
  #issued: readonly OfficeCommand[] = [];
  #commands = 0;
  #step = 0;
  /** Where the candidate is once everything that was issued so far is written. */
  #place: Promise<Location> = Promise.resolve({ districtId: pune, centreId: null });

  constructor(seed: number, exam: PublishedExam, nodes: Nodes) {
    const [candidate] = exam.candidates;
    if (candidate === undefined) throw new Error('The exam has no candidate.');
    this.seed = seed;
    this.exam = exam;
    this.#nodes = nodes;
    this.#candidate = candidate;
    this.#chance = new SeededChance(seed);
    this.#rules = exam.content.rules;
    const page = (name: string, who: Claims): ModelPage => ({
      name,
      who,
      deviceId: `${name}-0`,
      epoch: 0,
      written: 0,
      acknowledged: 0,
    });
    this.#pages = [page('desk', candidate), page('tab', candidate), page('phone', elsewhere(candidate))];
  }

  /** Plays one step. Some requests are left on their way into the next. After a failure nothing more is done. */
  async step(step: number): Promise<void> {
    if (this.failure !== null) return;
    this.#step = step;
    const count = this.#chance.oneIn(3) ? 2 : 1;
    const started = Array.from({ length: count }, () =>
      this.#act().catch((error: unknown) => {
        this.failure ??= error instanceof Error ? (error.stack ?? error.message) : String(error);
      }),
    );
    const isLeft = this.#chance.oneIn(4);
    this.#pending.push(...started);
    if (!isLeft) await this.settle();
  }

  /** Waits for everything that is on its way. */
  async settle(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await Promise.all(pending);
  }

  /** Lets the exam go on if it is paused, so that it comes to its end. */
  async finish(): Promise<void> {
    await this.settle();
    await this.#nodes.a.issue(this.exam.examId, { kind: 'resume', body: { reason } });
  }

  #fail(message: string): never {
    const { clock, navigation, takeover, durationMs, graceMs, maxFrames, maxLateEntries } = this.#rules;
    const rules = JSON.stringify({
      clock,
      navigation,
      takeover,
      durationMs,
      graceMs,
      maxFrames,
      maxLateEntries,
    });
    const script = this.steps.slice(-60).join('\n  ');
    throw new Error(
      `Seed ${this.seed}, step ${this.#step}: ${message}\n(FUZZ_FROM=${this.seed} FUZZ_SEEDS=1 plays it alone)\n${rules}\n  ${script}`,
    );
  }

  // ---------------------------------------------------------------------------------------- what may happen

  /** Draws always the same number of dice, so that replies cannot change the script. */
  #act(): Promise<void> {
    const chance = this.#chance;
    const die = chance.whole(1, 100);
    const anyPage = chance.pick(this.#pages);
    const isHolder = !chance.oneIn(3);
    const page = (isHolder && this.#pages.find(({ epoch }) => epoch === this.facts.epoch)) || anyPage;
    const node = chance.oneIn(2) ? this.#nodes.a : this.#nodes.b;
    const other = node === this.#nodes.a ? this.#nodes.b : this.#nodes.a;
    const few = chance.whole(1, 4);
    const far = chance.whole(0, 5);
    const third = chance.whole(0, 2);
    if (page.epoch === 0) return this.#open(page, node, true);
    if (die <= 40) return this.#append(page, node, page.acknowledged + 1, this.#write(page, few), third > 0);
    if (die <= 46) return this.#append(page, node, Math.max(1, page.acknowledged - far), page.written, true);
    if (die <= 50) return this.#appendBoth(page, node, other, few);
    if (die <= 54)
      return this.#append(page, node, page.written + 1 + few, page.written + few + far + 1, true);
    if (die <= 57) return this.#appendAs(page, node, this.facts.epoch + (third === 0 ? 1 : -third), few);
    if (die <= 60) return this.#append({ ...page, epoch: this.facts.epoch }, node, 1, few, true);
    if (die <= 66) return this.#reconnect(page, node);
    if (die <= 70) return this.#open(page, node, third > 0);
    if (die <= 72) return this.#seal(page, node, third === 0 ? page.written + far : page.acknowledged);
    if (die <= 75) return this.#look(page, node);
    if (die <= 77) return this.#foreign(node, few);
    if (die <= 80) return this.#judge(node, few);
    const isOver = this.facts.receiptInForce !== null;
    if (die === 86) return this.#move(node, few);
    return this.#office(node, few * 7 + far * 3 + third, isOver ? reopening : die);
  }

  #write(page: ModelPage, count: number): number {
    page.written += count;
    return page.written;
  }

  // ---------------------------------------------------------------------------------------- pages

  async #append(
    page: ModelPage,
    node: TestNode,
    from: number,
    last: number,
    isHeard: boolean,
    epoch = page.epoch,
  ): Promise<void> {
    const { attemptId, given } = this.facts;
    if (attemptId === null || epoch === 0 || last < from) return;
    const numbers = Array.from({ length: Math.min(last - from + 1, 100) }, (_, index) => from + index);
    const entries = numbers.map((n) => entryAt(this.seed, epoch, n, this.exam.content, given));
    const sent = this.#sending(
      `${page.name} appends ${epoch}:${from}–${from + numbers.length - 1} at ${this.#nameOf(node)}`,
      epoch,
    );
    this.facts.send(epoch, from + numbers.length - 1);
    const request = { attemptId, epoch, from, entries: entries.map((entry) => entry.sent) };
    const reply = await node.useCases.appendEntries(page.who, request, this.#nodes.clock.now());
    this.#note(sent, reply);
    if (reply.ok) this.#appended(sent, numbers, entries, reply.value);
    else this.#appendRefused(sent, from, page, reply.error);
    if (reply.ok && isHeard && page.epoch === epoch) {
      page.acknowledged = Math.max(page.acknowledged, Math.min(reply.value.through, page.written));
    }
  }

  /** The same entries arrive at both nodes at once. */
  async #appendBoth(page: ModelPage, node: TestNode, other: TestNode, count: number): Promise<void> {
    const from = page.acknowledged + 1;
    const last = this.#write(page, count);
    await Promise.all([node, other].map((each) => this.#append(page, each, from, last, true)));
  }

  /** What a page of another epoch still holds, or claims to. */
  async #appendAs(page: ModelPage, node: TestNode, epoch: number, count: number): Promise<void> {
    const from = this.facts.through(epoch) + 1;
    await this.#append(page, node, from, from + count - 1, true, Math.max(0, epoch));
  }

  #appended(
    sent: Sent,
    numbers: readonly number[],
    entries: readonly ReturnType<typeof entryAt>[],
    reply: AppendReply,
  ): void {
    const { epoch } = sent;
    const from = numbers[0] ?? 0;
    const last = from + numbers.length - 1;
    const { through, late, refused = [] } = reply;
    if (through < last) this.#fail(`${sent.what}: acknowledged only through ${through}`);
    this.#learnThrough(sent, epoch, through);
    if (late) {
      this.facts.callLate({ epoch, from, last });
      numbers.forEach((n, index) => {
        this.facts.acknowledge({ epoch, n, sent: entries[index]?.sent, verdict: 'late reply' });
      });
      return;
    }
    if (reply.seq === undefined || reply.head === undefined || reply.deadline === undefined) {
      this.#fail(`${sent.what}: the reply lacks a part: ${JSON.stringify(reply)}`);
    }
    const codes = new Map(refused.map(({ n, code }) => [n, code]));
    numbers.forEach((n, index) => {
      const entry = entries[index];
      const code = codes.get(n) ?? null;
      codes.delete(n);
      const bySection =
        code === 'section-not-open' && entry?.needsOpenSection && this.#rules.navigation === 'locked';
      if (entry === undefined || (code !== entry.refused && !bySection)) {
        this.#fail(`${sent.what}: entry ${n} should be ${entry?.refused ?? 'accepted'} and is ${code}`);
      }
      this.facts.acknowledge({ epoch, n, sent: entry.sent, verdict: { refused: code } });
    });
    if (codes.size > 0) this.#fail(`${sent.what}: refused what was not sent: ${[...codes.keys()]}`);
  }

  #appendRefused(sent: Sent, from: number, page: ModelPage, error: WireError): void {
    switch (error.code) {
      case 'gap': {
        const through = Number(error.details?.['through']);
        this.#learnThrough(sent, sent.epoch, through);
        if (!(through >= 0) || from <= through + 1)
          this.#fail(`${sent.what}: there is no gap behind ${through}`);
        if (page.epoch === sent.epoch) page.acknowledged = Math.min(page.written, through);
        return;
      }
      case 'unknown-epoch':
        if (sent.epoch <= sent.penEpoch) this.#fail(`${sent.what}: this epoch was given out`);
        return;
      case 'frame-limit':
        if (this.#rules.maxFrames > 1_000) this.#fail(`${sent.what}: the limit of frames is far away`);
        return;
      case 'late-limit':
        if (this.#rules.maxLateEntries > 1_000)
          this.#fail(`${sent.what}: the limit of late entries is far away`);
        return;
      default:
        this.#mayFail(sent, error, this.#rules.takeover === 'free' ? [] : ['superseded']);
    }
  }

  async #open(page: ModelPage, node: TestNode, isReload: boolean): Promise<void> {
    const isFresh = isReload || page.epoch === 0;
    const deviceId = isFresh ? `${page.name}-${this.#step}-${this.facts.opensSent}` : page.deviceId;
    const sent = this.#sending(`${page.name} opens as ${deviceId} at ${this.#nameOf(node)}`, 0);
    const epochBefore = this.facts.epoch;
    this.facts.opensSent += 1;
    const reply = await node.useCases.openAttempt(page.who, { examId: this.exam.examId, deviceId });
    this.facts.opensAnswered += 1;
    this.#note(sent, reply);
    if (!reply.ok) {
      const allowed: ErrorCode[] = [];
      if (this.#rules.takeover === 'proctor-release') allowed.push('takeover-needs-release');
      if (this.#rules.maxFrames < 1_000) allowed.push('frame-limit');
      if (this.facts.attemptId === null) allowed.push('entry-closed');
      this.#mayFail(sent, reply.error, allowed);
      return;
    }
    const { value } = reply;
    this.#shown(sent, value);
    if (value.status === 'sealed') return;
    if (isFresh && value.epoch <= epochBefore) this.#fail(`${sent.what}: a new page was given an old epoch`);
    if (page.epoch !== value.epoch) page.written = value.through;
    page.deviceId = deviceId;
    page.epoch = value.epoch;
    page.acknowledged = value.through;
    page.written = Math.max(page.written, value.through);
  }

  async #reconnect(page: ModelPage, node: TestNode): Promise<void> {
    const { epoch, deviceId } = page;
    if (epoch === 0) return;
    const sent = this.#sending(`${page.name} comes back with ${epoch} to ${this.#nameOf(node)}`, epoch);
    const { examId } = this.exam;
    const reply = await node.useCases.openAttempt(page.who, { examId, deviceId, epoch });
    this.#note(sent, reply);
    if (reply.ok) {
      this.#shown(sent, reply.value);
      if (reply.value.epoch !== epoch) this.#fail(`${sent.what}: was given epoch ${reply.value.epoch}`);
      if (page.epoch === epoch) page.acknowledged = Math.min(page.written, reply.value.through);
      return;
    }
    const mayBeTaken =
      this.facts.epoch > epoch || page.deviceId !== deviceId || this.facts.opensSent > sent.opensAnswered;
    this.#mayFail(sent, reply.error, mayBeTaken ? ['superseded'] : []);
  }

  async #look(page: ModelPage, node: TestNode): Promise<void> {
    const { attemptId } = this.facts;
    if (attemptId === null) return;
    const sent = this.#sending(`${page.name} looks at ${this.#nameOf(node)}`, 0);
    const reply = await node.useCases.attemptState(page.who, attemptId);
    this.#note(sent, reply);
    if (reply.ok) this.#shown(sent, reply.value);
    else this.#mayFail(sent, reply.error, []);
  }

  async #seal(page: ModelPage, node: TestNode, through: number): Promise<void> {
    const { attemptId } = this.facts;
    const { epoch } = page;
    if (attemptId === null || epoch === 0) return;
    const sent = this.#sending(`${page.name} hands in ${epoch}:${through} at ${this.#nameOf(node)}`, epoch);
    const request = { attemptId, epoch, through, deadlineVersion: this.facts.version };
    const reply = await node.useCases.sealAttempt(page.who, request, this.#nodes.clock.now());
    this.#note(sent, reply);
    if (reply.ok) {
      this.#handedIn(sent, reply.value.receipt);
      return;
    }
    if (reply.error.code === 'missing-entries') {
      const { from, to } = reply.error.details ?? {};
      this.#learnThrough(sent, epoch, Number(from) - 1);
      if (to !== through || !(Number(from) <= through)) this.#fail(`${sent.what}: nothing is missing`);
      return;
    }
    const mayBeTaken = this.facts.epoch > epoch || this.facts.opensSent > sent.opensAnswered;
    this.#mayFail(sent, reply.error, mayBeTaken || this.#rules.takeover !== 'free' ? ['superseded'] : []);
  }

  #handedIn(sent: Sent, jws: string): void {
    const text = receipts.verify(jws)?.payload;
    if (text === undefined) this.#fail(`${sent.what}: the receipt is not signed`);
    const { attemptId } = receiptPayload.parse(JSON.parse(text));
    if (attemptId !== this.facts.attemptId) this.#fail(`${sent.what}: a receipt of another attempt`);
    const before = this.#standing(sent);
    if (before !== null && before !== text) {
      this.#fail(`${sent.what}: another receipt than before\n${before}\n${text}`);
    }
    this.facts.keepReceipt(text, sent.changes, this.#step);
  }

  /** Another candidate with this attempt's ids. */
  async #foreign(node: TestNode, count: number): Promise<void> {
    const { attemptId, epoch } = this.facts;
    if (attemptId === null) return;
    const stranger = claimsOf(randomUUID());
    const entries = Array.from({ length: count }, (_, n) => ({ kind: 'observed', type: 'peek', at: n }));
    const now = this.#nodes.clock.now();
    const replies = await Promise.all<Result<unknown>>([
      node.useCases.appendEntries(stranger, { attemptId, epoch, from: 1, entries }, now),
      node.useCases.sealAttempt(stranger, { attemptId, epoch, through: 0, deadlineVersion: 1 }, now),
      node.useCases.attemptState(stranger, attemptId),
      node.useCases.openAttempt(stranger, { examId: this.exam.examId, deviceId: 'x', epoch }),
    ]);
    for (const reply of replies) {
      if (reply.ok || reply.error.code !== 'not-found')
        this.#fail(`a stranger was told ${JSON.stringify(reply)}`);
    }
  }

  // ---------------------------------------------------------------------------------------- the office

  async #office(node: TestNode, size: number, die: number): Promise<void> {
    const content = commandOf(die, size);
    const scope = this.#scopeOf(size);
    const known = this.#issued[size % 7];
    const repeats = known !== undefined && size % 11 === 0;
    this.#commands += 1;
    const command = repeats ? known : { id: commandId(this.seed, this.#commands), content, scope };
    if (!repeats) this.#issued = [...this.#issued, command].slice(-7);
    if (command.content.kind === 'reopen') this.facts.ask(this.#step);
    const { kind } = command.content;
    this.#line(`the office issues ${kind} ${JSON.stringify(command.scope)} at ${this.#nameOf(node)}`);
    const outcome = await this.#issue(node, command);
    this.#line(`  ${kind} is ${outcome.outcome}`);
    if (outcome.outcome === 'conflict') this.#fail(`the office’s ${kind} is in conflict with itself`);
  }

  /** To one of the two centres, of which each command says where it came from: one after the other. */
  async #move(node: TestNode, size: number): Promise<void> {
    this.#commands += 1;
    const id = commandId(this.seed, this.#commands);
    const to = this.#nodes.centres[size % 2 === 0 ? 0 : 1];
    const scope: Scope = { kind: 'candidates', candidateIds: [this.#candidate.userId] };
    this.#place = this.#place.then(async (from) => {
      this.#line(`the office moves the candidate to district ${to.districtId} at ${this.#nameOf(node)}`);
      await this.#issue(node, { id, content: { kind: 'move-centre', body: { ...to, from, reason } }, scope });
      return to;
    });
    await this.#place;
  }

  /** Until it is there, as the office does: under its id it stays one command. */
  async #issue(node: TestNode, command: OfficeCommand): Promise<IssueOutcome> {
    for (;;) {
      try {
        return await node.issue(this.exam.examId, command.content, command.scope, command.id);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        this.facts.busy += 1;
      }
    }
  }

  #scopeOf(size: number): Scope {
    const scopes: readonly Scope[] = [
      { kind: 'all' },
      { kind: 'all' },
      { kind: 'candidates', candidateIds: [actor, this.#candidate.userId] },
      { kind: 'district', districtId: pune },
      { kind: 'district', districtId: nagpur },
      { kind: 'candidates', candidateIds: [actor] },
      { kind: 'centre', centreId: actor },
      { kind: 'centre', centreId: this.#nodes.centres[0].centreId },
      { kind: 'centre', centreId: this.#nodes.centres[1].centreId },
    ];
    return scopes[size % scopes.length] ?? { kind: 'all' };
  }

  async #judge(node: TestNode, which: number): Promise<void> {
    const { attemptId } = this.facts;
    if (attemptId === null) return;
    const { attempts, catalogue } = node.core.desk;
    const ref = await catalogue.attempt(attemptId);
    if (ref === null) this.#fail('the attempt is gone');
    const hosted = await attempts.host(ref);
    try {
      const state = await attempts.read(hosted);
      const late = state.status === 'scheduled' ? undefined : state.late.at(-which);
      if (late === undefined) return;
      this.facts.ask(this.#step);
      const admitted = late.entries.map((_, index) => late.from + index).filter((n) => n % 3 !== 0);
      const now = this.#nodes.clock.now();
      const judge = { type: 'judge', lateSeq: late.seq, admitted, actor, reason, now } as const;
      const outcome = await attempts.run(hosted, judge);
      this.#line(`a proctor judges ${late.seq} at ${this.#nameOf(node)}: ${outcome.type}`);
      if (outcome.type !== 'done' && outcome.type !== 'busy') this.#fail(`judging failed: ${outcome.type}`);
    } finally {
      attempts.hosted.release(hosted);
    }
  }

  // ---------------------------------------------------------------------------------------- what must hold

  /** What any reply that shows the attempt must agree with. */
  #shown(sent: Sent, reply: OpenReply): void {
    const { facts } = this;
    if (facts.attemptId !== null && reply.attemptId !== facts.attemptId)
      this.#fail(`${sent.what}: another attempt`);
    facts.attemptId = reply.attemptId;
    facts.given = new Set(reply.paper.sections.flatMap(({ questionIds }) => questionIds));
    this.#learnThrough(sent, reply.epoch, reply.through);
    if (reply.epoch < sent.epoch) this.#fail(`${sent.what}: shows an older epoch`);
    if (reply.epoch > 1 && reply.prior?.epoch !== reply.epoch - 1) this.#fail(`${sent.what}: no pen before`);
    if (reply.deadline.version < sent.version) this.#fail(`${sent.what}: shows an older deadline`);
    if (this.#standing(sent) !== null && reply.status !== 'sealed') {
      this.#fail(`${sent.what}: is ${reply.status} although it was handed in`);
    }
    for (const questionId of Object.keys(reply.answers)) {
      if (!facts.given.has(questionId)) this.#fail(`${sent.what}: shows an answer to ${questionId}`);
    }
    facts.epoch = Math.max(facts.epoch, reply.epoch);
    facts.version = Math.max(facts.version, reply.deadline.version);
  }

  /** The receipt that was in force when this was sent, if nothing has been asked for since that could replace it. */
  #standing(sent: Sent): string | null {
    return sent.changes === this.facts.changes ? sent.receiptInForce : null;
  }

  #learnThrough(sent: Sent, epoch: number, through: number): void {
    if (epoch === sent.epoch && through < sent.through) {
      this.#fail(
        `${sent.what}: through ${through}, although ${sent.through} was acknowledged before it was sent`,
      );
    }
    if (through > this.facts.sent(epoch))
      this.#fail(`${sent.what}: through ${through}, but nobody has sent that`);
    this.facts.learnThrough(epoch, through);
  }

  #mayFail(sent: Sent, error: WireError, allowed: readonly ErrorCode[]): void {
    if (error.code === 'busy' || error.code === 'unavailable') this.facts.busy += 1;
    else if (!allowed.includes(error.code)) this.#fail(`${sent.what}: was answered ${JSON.stringify(error)}`);
  }

  #sending(what: string, epoch: number): Sent {
    this.#line(what);
    const { epoch: penEpoch, version, receiptInForce, changes, opensSent, opensAnswered } = this.facts;
    const through = this.facts.through(epoch);
    return { what, epoch, penEpoch, through, version, receiptInForce, changes, opensSent, opensAnswered };
  }

  #note(sent: Sent, reply: Result<unknown>): void {
    const text = JSON.stringify(reply.ok ? reply.value : reply.error);
    this.#line(`  ${sent.what}: ${text.slice(0, 160)}`);
  }

  #line(text: string): void {
    this.steps.push(`${this.#step} ${text}`);
    if (this.steps.length > 400) this.steps.splice(0, 200);
  }

  #nameOf(node: TestNode): string {
    return node === this.#nodes.a ? 'a' : 'b';
  }
}

/** The office reopens sooner or later what was handed in, so that there is more to play. */
const reopening = 94;

function commandOf(die: number, size: number): CommandContent {
  if (die <= 86) return { kind: 'extend', body: { ms: size * second, reason } };
  if (die <= 88) return { kind: 'pause', body: { reason } };
  if (die <= 92) return { kind: 'resume', body: { reason } };
  if (die <= 95) return { kind: 'reopen', body: { ms: 2 * size * second, reason } };
  if (die <= 97) return { kind: 'release-device', body: { reason } };
  if (die === 98) return { kind: 'force-submit', body: { reason } };
  if (die === 99) return { kind: 'terminate', body: { reason } };
  const text = { en: 'Keep calm.' };
  if (size % 4 === 0) return { kind: 'announce', body: { text } };
  if (size % 4 === 1) return { kind: 'warn', body: { text, reason } };
  if (size % 4 === 2) return { kind: 'erratum', body: { questionId: 'q1', text } };
  return { kind: 'message', body: { text } };
}

/** The same for the same seed and command, in the form of a UUID. */
function commandId(seed: number, command: number): string {
  const hex = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);
  return `${hex(seed, 8)}-0000-4000-8000-${hex(command, 12)}`;
}
