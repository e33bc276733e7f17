/** Limits of the gateway. Times in ms. */
export interface GatewayLimits {
  /** How often a connection is pinged, and how long its answer may take: a line that died in silence is noticed after both. */
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  /** From connecting to being signed in; no traffic prolongs it. */
  readonly signInMs: number;
  /** Connections that nobody has signed in on yet. One too many, and the one that has waited longest goes. */
  readonly strangers: number;
  readonly strangersPerAddress: number;
  readonly socketsPerAddress: number;
  /** Live connections of one user; one too many, and the oldest goes. */
  readonly socketsPerUser: number;
  /** Requests of one connection that wait for their answer. */
  readonly inFlightPerSocket: number;
  /** Packets of one connection, of whatever kind, in any `floodWindowMs`. More is a flood and ends it. */
  readonly packetsPerWindow: number;
  /** The same before anybody has signed in on it. */
  readonly packetsBeforeSignIn: number;
  readonly floodWindowMs: number;
  /** Packets that wait for a client to read them while it goes on asking. */
  readonly unsentPackets: number;
  /** How long a socket may stay on a token that has run out while it could have been renewed. */
  readonly renewGraceMs: number;
  /** How often tokens that have run out are looked for. */
  readonly expiryTickMs: number;
  /** Rooms that one connection may watch at once; one more, and the oldest is closed. */
  readonly roomsPerSocket: number;
  /** Bytes of a room's news that may wait for a viewer to read them. */
  readonly viewerBytes: number;
  /** How long a viewer may read nothing while something waits, ms. */
  readonly viewerPatienceMs: number;
  /** Connections that a draining node sends elsewhere at a time, every `drainSliceMs`… */
  readonly drainSlice: number;
  readonly drainSliceMs: number;
  /** …or more, when it has so many that it would take longer than this. */
  readonly drainMs: number;
  /** They are told to come back at a random moment in this period. */
  readonly reconnectSpreadMs: number;
  /** How long a drain waits for requests that are being carried out, after the last is told. */
  readonly drainPatienceMs: number;
  /** How long connections have to end by themselves before they are destroyed. */
  readonly closePatienceMs: number;
}

export const defaultGatewayLimits: GatewayLimits = {
  pingIntervalMs: 15_000,
  pingTimeoutMs: 10_000,
  signInMs: 5_000,
  strangers: 4_000,
  strangersPerAddress: 2_000,
  socketsPerAddress: 5_000,
  socketsPerUser: 8,
  inFlightPerSocket: 16,
  packetsPerWindow: 1_500,
  packetsBeforeSignIn: 8,
  floodWindowMs: 10_000,
  unsentPackets: 200,
  renewGraceMs: 60_000,
  expiryTickMs: 1_000,
  roomsPerSocket: 4,
  viewerBytes: 4 * 1024 * 1024,
  viewerPatienceMs: 15_000,
  drainSlice: 100,
  drainSliceMs: 100,
  drainMs: 20_000,
  reconnectSpreadMs: 1_000,
  drainPatienceMs: 10_000,
  closePatienceMs: 1_000,
};
