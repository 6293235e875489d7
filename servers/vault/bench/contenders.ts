import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Contender, Wire } from '@ashlar/kit/bench';
import { type Call, type Installed, PEERS, type Peer } from './peers.ts';

/** A server under measurement, and how it is asked. */
export interface Asked extends Contender, Pick<Peer, 'resolve' | 'search'> {}

/** This server, those it is measured beside, and the vault that all of them serve. */
export interface Contenders {
  ours: Asked & Required<Pick<Asked, 'resolve'>>;
  peers: readonly Asked[];
  /** The filesystem server of this house, where its folder is beside that of this server. */
  filesystem?: Contender;
  vault: string;
  notes: number;
  /** Where ours keeps its index. */
  cache: string;
}

/** Notes from which on a peer that goes through all of them at each call is asked a few times only. */
const MANY = 50_000;

export function contendersFor(
  { vault, notes, cache }: Pick<Contenders, 'vault' | 'notes' | 'cache'>,
  installed: readonly Installed[],
): Contenders {
  const node = (name: string, ...args: string[]): Contender => ({ name, command: process.execPath, args });
  const folder = join(import.meta.dirname, '..');
  const filesystem = join(folder, '..', 'filesystem', 'dist', 'main.js');
  return {
    ours: {
      ...node('ours', join(folder, 'dist', 'main.js'), vault, '--cache', cache),
      resolve: (link) => ['resolve_link', { links: [link] }],
      search: (query) => ['search_vault', { query }],
    },
    peers: PEERS.map((peer, at) => ({
      ...peer,
      ...node(peer.name, installed[at]?.program ?? '', ...peer.args(vault)),
    })),
    ...(existsSync(filesystem) && { filesystem: node('filesystem', filesystem, join(vault, 'attachments')) }),
    vault,
    notes,
    cache,
  };
}

export function isLarge({ notes }: Pick<Contenders, 'notes'>): boolean {
  return notes >= MANY;
}

/** Opens several servers, uses them and closes them. */
export async function withWires<T>(
  contenders: readonly Asked[],
  use: (wireOf: (contender: Asked) => Wire) => Promise<T>,
): Promise<T> {
  const wires = new Map(contenders.map((one) => [one, new Wire(one)]));
  try {
    for (const wire of wires.values()) await wire.open();
    return await use((contender) => wires.get(contender) as Wire);
  } finally {
    for (const wire of wires.values()) await wire.close();
  }
}

/** The text of an answer. Throws where the call failed. */
export async function ask(wire: Wire, [tool, input]: Call): Promise<{ text: string; ms: number }> {
  const { message, ms } = await wire.tool(tool, input);
  const { content, isError } = (message.result ?? {}) as {
    content?: { type: string; text?: string }[];
    isError?: boolean;
  };
  const text = (content ?? []).map((block) => block.text ?? '').join('\n');
  if (content === undefined || isError)
    throw new Error(`${tool}: ${text || JSON.stringify(message).slice(0, 500)}`);
  return { text, ms };
}

/** Asks many times, one after the other; the milliseconds of each. Throws where an answer is none. */
export async function askAll(
  wire: Wire,
  calls: readonly Call[],
  answers: (text: string) => boolean = () => true,
): Promise<number[]> {
  const times: number[] = [];
  for (const call of calls) {
    const { text, ms } = await ask(wire, call);
    if (!answers(text)) throw new Error(`${call[0]} on ${JSON.stringify(call[1])}: ${text.slice(0, 500)}`);
    times.push(ms);
  }
  return times;
}
