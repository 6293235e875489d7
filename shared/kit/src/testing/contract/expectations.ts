import type { Access, AnyServer } from '../../define.ts';
import type { Command, TestClient } from '../client.ts';

/** What a server's contract test says of its own server; the suite holds it to this and to the rules of the house. */
export interface Expectations {
  server: AnyServer;
  /** The server's folder: where `dist/` and `tools.lock.json` are. */
  folder: string;
  /** Which program to start. Default: `dist/main.js` below `folder`, with the Node that runs the tests. */
  command?(args: string[]): Command;
  /** Makes what the server needs (a folder, a database; see `onSample`) and says with which arguments it is started. */
  start(): Promise<{ args: string[]; dispose(): Promise<void> }>;
  /** Calls that succeed, at least one a tool. Run in order on a fresh start. */
  succeed: readonly { tool: string; input: Record<string, unknown> }[];
  /** URIs that can be read, at least one a resource. */
  resources?: readonly string[];
  /** Arguments with which each prompt renders. */
  prompts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A URI that no resource answers for, where the server has resources. */
  missingResource?: string;
  /** A call that takes long enough to be cancelled, where the server has one. */
  slow?: { tool: string; input: Record<string, unknown> };
}

/** What the suite is held to: what the server's test says, and what is committed of its tools. */
export interface Promised extends Expectations {
  /** Every tool in the order it is listed, with its access, as `tools.lock.json` has them. */
  tools: Readonly<Record<string, Access>>;
}

/** A way to reach the server under test. */
export interface Connection {
  client(): TestClient;
}
