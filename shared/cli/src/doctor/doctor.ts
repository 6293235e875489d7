import { homedir } from 'node:os';
import { CommandError } from '../command-error.ts';
import { type Machine, thisMachine } from '../hosts/machine.ts';
import type { Probed } from '../probe/probe.ts';
import { prepared } from '../probe/startable.ts';
import { readArguments } from '../read-arguments.ts';
import type { Configured } from '../servers/configured.ts';
import { calledBy, chosenServers, isRefused, NO_SERVER, shownServer } from '../servers/list.ts';
import { desktopFault } from './desktop-path.ts';
import { exchangedPin } from './exchanged-pin.ts';

const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 600;
/** Servers that are started at once: each may be fetching itself. */
const AT_ONCE = 4;

/** `ashlar doctor`: starts every server that hosts would start, and says what is wrong. Exit code 1 where something is. */
export async function doctor(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    host: { type: 'string', multiple: true },
    scope: { type: 'string' },
    timeout: { type: 'string', default: String(DEFAULT_SECONDS) },
  });
  const timeoutMs = secondsOf(values.timeout) * 1_000;
  const { servers, unreadable } = chosenServers(values.host, values.scope);
  const chosen = calledBy(positionals, servers);
  for (const sentence of unreadable) process.stdout.write(`${sentence}\n`);
  const machine = thisMachine(homedir());
  let isWell = unreadable.length === 0;
  const waiting = [...chosen];
  const work = async () => {
    for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) {
      const told = await examined(server, machine, timeoutMs);
      process.stdout.write(shownServer(server) + told.text);
      isWell &&= told.isWell;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (chosen.length === 0) process.stderr.write(NO_SERVER);
  if (!isWell) process.exitCode = 1;
}

interface Told {
  text: string;
  isWell: boolean;
}

async function examined(server: Configured, machine: Machine, timeoutMs: number): Promise<Told> {
  if (isRefused(server)) return { text: '  fault: it was not started.\n', isWell: false };
  const exchanged = await exchangedPin(server.pins ?? [], machine);
  if (exchanged !== undefined) return { text: `  fault: ${exchanged}.\n`, isWell: false };
  const { what, faults } = prepared(server, machine);
  const desktop = desktopFault(server, machine);
  // Loaded here: the other commands need nothing of the protocol.
  const { probe } = await import('../probe/probe.ts');
  const probed: Probed = what === undefined ? { faults: [] } : await probe(what, timeoutMs);
  const all = [...faults, ...(desktop === undefined ? [] : [desktop]), ...probed.faults];
  const well =
    'version' in probed
      ? `  answers: ${probed.version}, protocol ${probed.protocol}, ${probed.tools} ${probed.tools === 1 ? 'tool' : 'tools'}, ~${probed.tokens} tokens, ${probed.ms} ms\n`
      : '';
  return { text: well + all.map((fault) => `  fault: ${fault}.\n`).join(''), isWell: all.length === 0 };
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  throw new CommandError(`--timeout: must be a number of seconds up to ${MAX_SECONDS}.`);
}
