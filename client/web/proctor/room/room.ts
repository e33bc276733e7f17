import type { WireError } from '../../../../server/protocol/errors.ts';
import type {
  CommandProgress,
  RoomDelta,
  RoomDropped,
  RoomOpenReply,
  RoomPage,
  RoomScope,
  RosterCentre,
  RosterCounts,
  RosterDistrict,
  RosterExam,
  RosterIncident,
  RosterTile,
} from '../../../../server/protocol/proctor.ts';
import { Backoff } from '../../../session/backoff.ts';
import type { CallOff, Environment } from '../../../session/environment.ts';
import { Observable, type Unsubscribe } from '../../../session/observable.ts';
import type { ServerClock } from '../../../session/serverClock.ts';
import { isPassing } from '../../../session/transport.ts';
import { type IncidentsByCentre, withCounts } from './centreIncidents.ts';
import { History } from './history.ts';
import type { RoomLink } from './roomLink.ts';
import { Roster } from './roster.ts';

/** Everything of the room but its people. Replaced whole when the room is opened again. */
export interface RoomView {
  readonly exam: RosterExam;
  readonly scope: RoomScope;
  /** What this viewer may see and act on. */
  readonly rights: readonly RoomScope[];
  readonly districts: ReadonlyMap<number, RosterDistrict>;
  readonly centres: ReadonlyMap<string, RosterCentre>;
  readonly total: number;
  readonly counts: RosterCounts;
  /** By the district's id or the centre's; `null`: people of the district without a centre. */
  readonly tiles: ReadonlyMap<number | string | null, RosterTile>;
  readonly centreIncidents: IncidentsByCentre;
  /** Oldest first. */
  readonly commands: readonly CommandProgress[];
  /** Newest first, also those that were resolved while the room was open. */
  readonly incidents: readonly RosterIncident[];
  readonly roster: Roster;
}

/**
 * `fresh`: news comes each second. `stale`: the server says that it does not hear all nodes. `silent`: connected, but no
 * news. `away`: no connection; what is shown is what was known at `lastNewsAt`.
 */
export type Freshness = 'fresh' | 'stale' | 'silent' | 'away';

export interface RoomState {
  /** `null` until the room has been opened for the first time. */
  readonly view: RoomView | null;
  /** Rises whenever anybody of the roster has changed. */
  readonly rosterRevision: number;
  readonly historyRevision: number;
  readonly freshness: Freshness;
  /** Epoch ms by the server's clock. */
  readonly lastNewsAt: number | null;
  /** The server does not open the room; nothing is tried again until somebody says so. */
  readonly refusal: WireError | null;
  /** The server has ended the room; it is opened again when somebody says so. */
  readonly dropped: RoomDropped | null;
}

/** A room tells something each second; after so long without, the page says that it has heard nothing. */
export const silenceMs = 5_000;
const pagesPerDrawing = 10;

/** After so long it opens the room again. */
const reopenAfterMs = 15_000;

export interface RoomOptions {
  readonly link: RoomLink;
  readonly environment: Environment;
  readonly clock: ServerClock;
  readonly examId: string;
  readonly scope: RoomScope;
}

/**
 * A room as one viewer has it: opened, kept up to date by deltas, and opened again whenever something may be missing. What
 * was there stays in sight meanwhile.
 */
export class Room {
  readonly history = new History();
  readonly #options: RoomOptions;
  readonly #state: Observable<RoomState>;
  readonly #backoff: Backoff;
  #timer: CallOff = () => {};
  #silence: CallOff = () => {};
  #isUp = false;
  /** What is open at the server; its deltas are the ones that count. */
  #opened: { readonly roomId: string; version: number; readonly pagesMissing: Set<number> } | null = null;
  /** Filled page by page; takes the place of what is shown once it is whole. */
  #incoming: RoomView | null = null;
  #isOpening = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment, 500, 10_000);
    this.#state = new Observable<RoomState>(
      {
        view: null,
        rosterRevision: 0,
        historyRevision: 0,
        freshness: 'away',
        lastNewsAt: null,
        refusal: null,
        dropped: null,
      },
      options.environment,
    );
  }

  get state(): RoomState {
    return this.#state.value;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#state.subscribe(listener);
  }

  start(): void {
    this.#options.link.connect({
      onLink: (isUp) => this.#linkChanged(isUp),
      onPage: (page) => this.#pageCame(page),
      onDelta: (delta) => this.#deltaCame(delta),
      onDropped: (dropped) => this.#wasDropped(dropped),
    });
  }

  /** After a refusal or after the server has ended the room. */
  openAgain(): void {
    this.#state.update({ refusal: null, dropped: null });
    this.#backoff.reset();
    void this.#open();
  }

  /** An incident as a request has just returned it, ahead of the delta that will say the same. */
  learn(incident: RosterIncident): void {
    const view = this.state.view;
    if (view !== null) this.#show({ ...view, incidents: merged(view.incidents, [incident]) });
  }

  close(): void {
    this.#timer();
    this.#silence();
    this.#options.link.close();
  }

  #linkChanged(isUp: boolean): void {
    this.#isUp = isUp;
    this.#opened = null;
    this.#silence();
    if (isUp) void this.#open();
    else this.#state.update({ freshness: 'away' });
  }

  async #open(): Promise<void> {
    if (!this.#isUp || this.#isOpening || this.state.dropped !== null || this.state.refusal !== null) return;
    this.#timer();
    this.#isOpening = true;
    this.#leave();
    const { link, environment, clock, examId, scope } = this.#options;
    const sentAt = environment.monotonic();
    const outcome = await link.open({ examId, scope, rows: true });
    this.#isOpening = false;
    switch (outcome.kind) {
      case 'done':
        clock.sample({ serverNow: outcome.reply.serverNow, sentAt, receivedAt: environment.monotonic() });
        return this.#wasOpened(outcome.reply);
      case 'error':
        if (isPassing(outcome.error)) return this.#openLater(outcome.error.retryAfterMs);
        return this.#state.update({ refusal: outcome.error });
      case 'unknown':
        return this.#openLater();
    }
  }

  #openLater(retryAfterMs?: number): void {
    this.#timer();
    this.#timer = this.#options.environment.after(this.#backoff.next(retryAfterMs), () => void this.#open());
  }

  #leave(): void {
    if (this.#opened !== null) this.#options.link.closeRoom(this.#opened.roomId);
    this.#opened = null;
  }

  #wasOpened(reply: RoomOpenReply): void {
    const { roomId, version, pages, serverNow, stale } = reply;
    this.#backoff.reset();
    const pagesMissing = new Set(Array.from({ length: pages }, (_, index) => index));
    this.#opened = { roomId, version, pagesMissing };
    const view = viewOf(reply, this.#options.scope);
    this.#incoming = view;
    if (this.state.view === null || pages === 0) this.#show(view);
    this.#heard(serverNow, stale);
  }

  #pageCame({ roomId, index, people }: RoomPage): void {
    const opened = this.#opened;
    const incoming = this.#incoming;
    if (opened?.roomId !== roomId || incoming === null) return;
    incoming.roster.addPage(people);
    opened.pagesMissing.delete(index);
    this.#listen();
    const isWhole = opened.pagesMissing.size === 0;
    if (this.state.view?.roster !== incoming.roster) {
      if (isWhole) this.#show(incoming);
      // Forty pages come at once; drawing each of them would take longer than all of them take to come.
    } else if (isWhole || opened.pagesMissing.size % pagesPerDrawing === 0) this.#rosterChanged();
  }

  #deltaCame(delta: RoomDelta): void {
    const opened = this.#opened;
    const view = this.#incoming;
    if (opened?.roomId !== delta.roomId || view === null) return;
    if (delta.from !== opened.version) return void this.#open();
    opened.version = delta.version;
    const changed = applied(view, delta);
    this.#incoming = changed;
    if (this.state.view?.roster === changed.roster) this.#show(changed);
    this.#heard(delta.serverNow, delta.stale);
  }

  #wasDropped(dropped: RoomDropped): void {
    if (this.#opened?.roomId !== dropped.roomId) return;
    this.#opened = null;
    this.#silence();
    this.#state.update({ dropped, freshness: 'away' });
  }

  #show(view: RoomView): void {
    this.#incoming = this.#incoming?.roster === view.roster ? view : this.#incoming;
    const { historyRevision } = this.state;
    const values = [...view.tiles].flatMap(([place, { connected }]) =>
      typeof place === 'number' ? [[place, connected] as const] : [],
    );
    const sampled = this.history.sample(this.#options.environment.monotonic(), values);
    this.#state.update({
      view,
      rosterRevision: this.state.rosterRevision + 1,
      historyRevision: sampled ? historyRevision + 1 : historyRevision,
    });
  }

  #rosterChanged(): void {
    this.#state.update({ rosterRevision: this.state.rosterRevision + 1 });
  }

  #heard(serverNow: number, stale: boolean): void {
    this.#state.update({ lastNewsAt: serverNow, freshness: stale ? 'stale' : 'fresh' });
    this.#listen();
  }

  /** From now on, silence counts anew. */
  #listen(): void {
    const { environment } = this.#options;
    this.#silence();
    this.#silence = environment.after(silenceMs, () => {
      this.#state.update({ freshness: 'silent' });
      this.#silence = environment.after(reopenAfterMs - silenceMs, () => void this.#open());
    });
  }
}

function viewOf(reply: RoomOpenReply, scope: RoomScope): RoomView {
  const districts = new Map(reply.districts.map((district) => [district.id, district]));
  const centres = new Map(reply.centres.map((centre) => [centre.id, centre]));
  return {
    exam: reply.exam,
    scope,
    rights: reply.scopes,
    districts,
    centres,
    total: reply.total,
    counts: reply.counts,
    tiles: new Map(reply.tiles.map((tile) => [placeOf(tile), tile])),
    centreIncidents: withCounts(new Map(), reply),
    commands: reply.commands,
    incidents: merged([], reply.incidents),
    roster: new Roster({ districts, centres }),
  };
}

function applied(view: RoomView, delta: RoomDelta): RoomView {
  const { roster } = view;
  roster.replace(delta.people ?? []);
  roster.remove(delta.gone ?? []);
  roster.applyLive(delta.rows ?? []);
  roster.applySaved(delta.saved ?? []);
  return {
    ...view,
    counts: delta.counts ?? view.counts,
    total: delta.counts?.enrolled ?? view.total,
    tiles: delta.tiles === undefined ? view.tiles : withTiles(view.tiles, delta.tiles),
    centreIncidents: withCounts(view.centreIncidents, delta),
    commands: delta.commands === undefined ? view.commands : withCommands(view.commands, delta.commands),
    incidents: delta.incidents === undefined ? view.incidents : merged(view.incidents, delta.incidents),
  };
}

function placeOf({ districtId, centreId }: RosterTile): number | string | null {
  return centreId === undefined ? districtId : centreId;
}

function withTiles(before: RoomView['tiles'], changed: readonly RosterTile[]): RoomView['tiles'] {
  const tiles = new Map(before);
  for (const tile of changed) tiles.set(placeOf(tile), tile);
  return tiles;
}

function withCommands(
  before: readonly CommandProgress[],
  changed: readonly CommandProgress[],
): readonly CommandProgress[] {
  const bySeq = new Map([...before, ...changed].map((command) => [command.seq, command]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** What was resolved stays as resolved, so that one sees what has become of it. */
function merged(
  before: readonly RosterIncident[],
  changed: readonly RosterIncident[],
): readonly RosterIncident[] {
  const byId = new Map(before.map((incident) => [incident.id, incident]));
  for (const incident of changed) {
    const known = byId.get(incident.id);
    if (known === undefined || known.updatedAt <= incident.updatedAt) byId.set(incident.id, incident);
  }
  return [...byId.values()].sort((a, b) => b.at - a.at);
}
