import type { Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import type { Frame } from './frames.ts';

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

export function orderFrame(order: Order): Frame {
  return { head: JSON.stringify(order, withMinusZero), body: '' };
}

export function orderOf({ head }: Frame): Order {
  return JSON.parse(head) as Order;
}

/** Rows are JSON already: they go as they are. */
export function replyFrame(reply: Reply): Frame {
  if (!('result' in reply && 'rowsText' in reply.result)) return { head: JSON.stringify(reply), body: '' };
  const { rowsText, ...result } = reply.result;
  return { head: JSON.stringify({ result }), body: rowsText };
}

/** Throws where it is no reply. */
export function replyOf({ head, body }: Frame): Reply {
  const reply = JSON.parse(head) as Reply;
  if (!('result' in reply || 'failure' in reply)) throw new TypeError('no reply');
  if (body === '' || 'failure' in reply) return reply;
  return { result: { ...(reply.result as Told), rowsText: body } };
}

/** In Node since 21, and not yet in TypeScript's library: https://github.com/tc39/proposal-json-parse-with-source */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** JSON has a minus zero, which `JSON.stringify` does not write. */
function withMinusZero(_: string, value: unknown): unknown {
  return Object.is(value, -0) ? rawJSON('-0') : value;
}

/** Thrown inside of a child; becomes a failure on the way out. */
export class Refusal extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, words: string) {
    super(words);
    this.kind = kind;
  }
}
