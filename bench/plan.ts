import type { Skew } from './server/districts.ts';

/** Everything that is asked of one run. */
export interface Plan {
  readonly scenario: string;
  readonly candidates: number;
  readonly nodes: number;
  /** Of the scenario's main action, per second over all candidates. */
  readonly rate: number;
  readonly seconds: number;
  /** Time over which candidates come in, s; `null`: as fast as they can. */
  readonly ramp: number | null;
  readonly skew: Skew;
  readonly seed: number;
  /** Candidates driven by the real client beside the others. */
  readonly sample: number;
  /** Proctors that watch; absent where a scenario has none. */
  readonly viewers?: number;
  /** Whether candidates have fetched the sealed questions before and ask only for the keys. */
  readonly sealed: boolean;
  /** Whether a bare server is measured too. */
  readonly floor: boolean;
  /** Folder for profiles of the nodes' CPU time; `null`: none. */
  readonly profileFolder: string | null;
  readonly target: Target | null;
  readonly requirements: readonly Requirement[];
  readonly jsonFile: string | null;
  readonly htmlFile: string | null;
}

/** A server that is not the bench's own. */
export interface Target {
  readonly urls: readonly string[];
  readonly databaseUrl: string | null;
  readonly masterKey: Buffer | null;
  /** File of user names and passwords, where there is no database to make candidates in. */
  readonly peopleFile: string | null;
  readonly examId: string | null;
  /** Writes synthetic candidates into what may be a real exam. */
  readonly iKnow: boolean;
}

/** `p99<=50`: a number of the report and what it has to be. */
export interface Requirement {
  readonly text: string;
  readonly field: string;
  readonly comparison: '<=' | '>=' | '=';
  readonly value: number;
}
