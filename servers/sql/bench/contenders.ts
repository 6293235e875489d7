import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, Pinned, Wire } from '@ashlar/kit/bench';

/** The published server that ours is measured beside. It runs SQLite in its own process. */
export const PEER: Pinned = {
  name: '@bytebase/dbhub',
  version: '1.4.0',
  integrity:
    'sha512-oZXG3m1gUzYr1zBkVUoT73ItMJsmliOpH5MT9iMUD2t0pbEXytdy8J6m3dOFyMaf5UEVNiKIHKzxylR3RYgf9A==',
};

/** A server under measurement, and how it is asked. */
export interface Asked extends Contender {
  query(sql: string): Call;
  catalog: Call;
  /** What an answer of so many rows contains as text. */
  counted(rows: number): string;
}

/** A tool and its input. */
type Call = readonly [tool: string, input: Record<string, unknown>];

export interface Pair {
  ours: Asked;
  peer: Asked;
}

/** Of one answer; more than any that is asked for. */
const MOST_ROWS = 10_000;

/** This server on its database, with caps that let ten thousand rows through. */
export function oursOn(database: string, ...options: readonly string[]): Asked {
  const program = join(import.meta.dirname, '..', 'dist', 'main.js');
  return {
    name: 'ours',
    command: process.execPath,
    args: [program, database, '--max-rows', String(MOST_ROWS), '--max-bytes', '2500000', ...options],
    query: (sql) => ['query', { sql }],
    catalog: ['search_catalog', {}],
    counted: (rows) => `"rowCount":${rows},`,
  };
}

/** The peer on its own, told to read only, with the same rows and with both of its tools; `modules` is where it is installed. */
export function peerOn(database: string, modules: string): Asked {
  const config = `${database}.toml`;
  writeFileSync(
    config,
    `[[sources]]
id = "main"
dsn = ${JSON.stringify(`sqlite://${database}`)}

[[tools]]
name = "execute_sql"
source = "main"
readonly = true
max_rows = ${MOST_ROWS}

[[tools]]
name = "search_objects"
source = "main"
`,
  );
  const program = join(modules, PEER.name, 'dist', 'index.js');
  return {
    name: 'peer',
    command: process.execPath,
    args: [program, '--transport', 'stdio', '--config', config],
    query: (sql) => ['execute_sql', { sql }],
    catalog: ['search_objects', { object_type: 'table', detail_level: 'full' }],
    counted: (rows) => `"count": ${rows}\n`,
  };
}

/** The text of an answer: what a model is given. Throws where the call failed. */
export async function ask(
  wire: Wire,
  [tool, input]: Call,
): Promise<{ text: string; ms: number; bytes: number }> {
  const { message, ms, bytes } = await wire.tool(tool, input);
  const { content, isError } = (message.result ?? {}) as { content?: { text?: string }[]; isError?: boolean };
  const text = content?.map((block) => block.text ?? '').join('\n');
  if (text === undefined || isError === true) {
    throw new Error(`${tool} ${JSON.stringify(input)}: ${JSON.stringify(message).slice(0, 500)}`);
  }
  return { text, ms, bytes };
}
