import type { Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';

/** What a child is asked. */
export interface Orders {
  run: { kind: 'run'; sql: string; params: Parameters; caps: PageCaps };
  explain: { kind: 'explain'; sql: string; params: Parameters };
  catalog: { kind: 'catalog' };
}

export type Order = Orders[keyof Orders];

/** What it answers, by kind of order. */
export interface Results {
  run: Told;
  explain: Plan;
  catalog: Table[];
}

export type FailureKind =
  | 'refused' // breaks a rule of ours
  | 'said' // SQLite does not take the statement
  | 'values' // they do not fit the placeholders
  | 'large' // more than SQLite or its memory holds
  | 'busy' // somebody writes, and did not stop in time
  | 'uncopied' // what a policy leaves of a file is too large to be copied
  | 'unreadable'; // the file cannot be read

export interface Failure {
  kind: FailureKind;
  words: string;
}

export type Reply = { result: Results[keyof Results] } | { failure: Failure };

/** Thrown inside of a child; becomes a failure on the way out. */
export class Refusal extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, words: string) {
    super(words);
    this.kind = kind;
  }
}
