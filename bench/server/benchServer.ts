import type { Site } from './site.ts';
import type { Usage } from './usage.ts';

/** The server under test as a scenario sees it. */
export interface BenchServer {
  /** Where candidates reach it: one address for each node. */
  readonly urls: readonly string[];
  /** Named in its tokens; `null` when only a token can tell. */
  readonly issuer: string | null;
  /** A page's origin that it allows. */
  readonly origin: string;
  readonly database: { readonly url: string; readonly masterKey: Buffer } | null;
  /** What a fault can be done to; `null` when the server is somebody else's. */
  readonly site: Site | null;
  /** `null` when the server is somebody else's, or where there is no /proc. */
  usage(): { readonly nodes: Usage; readonly database: Usage } | null;
  /** Ends the nodes in order; the database stays, to be looked into. */
  stopNodes(): Promise<void>;
  /** Nothing of it is left running. */
  stop(): Promise<void>;
}
