import { homedir } from 'node:os';
import { escaped } from '@ashlar/entry-checks';
import type { Scope } from '../hosts/host.ts';
import { type Machine, thisMachine } from '../hosts/machine.ts';
import { lockPath, openLock, saveLock } from '../lock/lock-file.ts';
import { prepared } from '../probe/startable.ts';
import { readArguments } from '../read-arguments.ts';
import type { Configured } from '../servers/configured.ts';
import { calledBy, chosenServers, isRefused, NO_SERVER } from '../servers/list.ts';
import { type Definitions, KINDS, PATIENCE_MS } from './definitions.ts';
import { differences } from './differences.ts';
import { suspicions } from './orders.ts';

/** `ashlar lock`: records what each server offers, after somebody has looked at it. */
export async function lock(args: readonly string[]): Promise<void> {
  await each(args, async ({ key, scope, machine, definitions }) => {
    const opened = openLock(lockPath(scope, machine));
    await saveLock(opened, {
      ...opened.lock,
      definitions: { ...opened.lock.definitions, [key]: definitions },
    });
    const amounts = Object.entries(KINDS).map(([kind, title]) => {
      const count = Object.keys(definitions[kind as keyof typeof KINDS]).length;
      return `${count} ${title}${count === 1 ? '' : 's'}`;
    });
    process.stdout.write(`${key}: locked with ${amounts.join(', ')}.\n`);
    return true;
  });
}

/** `ashlar verify [<name>…]`: says what each server offers else than when it was locked. Exit code 1 where it is anything. */
export async function verifyLocked(args: readonly string[]): Promise<void> {
  await each(args, async ({ key, scope, machine, definitions }) => {
    const before = openLock(lockPath(scope, machine)).lock.definitions?.[key];
    const found =
      before === undefined ? ['it is not locked; ashlar lock does that'] : differences(before, definitions);
    process.stdout.write(
      found.length === 0
        ? `${key}: as it was locked.\n`
        : `${key}:\n${found.map((line) => `  ${line}\n`).join('')}`,
    );
    return found.length === 0;
  });
}

interface Told {
  key: string;
  scope: Scope;
  machine: Machine;
  definitions: Definitions;
}

async function each(args: readonly string[], act: (told: Told) => Promise<boolean>): Promise<void> {
  const { values, positionals } = readArguments(args, {
    host: { type: 'string', multiple: true },
    scope: { type: 'string' },
  });
  const { servers, unreadable } = chosenServers(values.host, values.scope);
  const chosen = calledBy(positionals, servers);
  for (const sentence of unreadable) process.stderr.write(`${sentence}\n`);
  if (chosen.length === 0) process.stderr.write(NO_SERVER);
  let isWell = unreadable.length === 0 && chosen.length > 0;
  const machine = thisMachine(homedir());
  for (const server of chosen) isWell = (await told(server, machine, act)) && isWell;
  if (!isWell) process.exitCode = 1;
}

async function told(
  server: Configured,
  machine: Machine,
  act: (told: Told) => Promise<boolean>,
): Promise<boolean> {
  const key = `${server.host.id}/${server.name}`;
  const failed = (why: string) => {
    process.stdout.write(`${escaped(key)}: ${why}.\n`);
    return false;
  };
  if (isRefused(server)) return failed('it is refused, as ashlar list says, and was not started');
  const { what, faults } = prepared(server, machine);
  if (what === undefined) return failed(faults.join('; '));
  const { probe } = await import('../probe/probe.ts');
  const probed = await probe(what, PATIENCE_MS);
  if (!('definitions' in probed)) return failed(probed.faults.join('; '));
  const found = suspicions(probed.definitions);
  for (const sentence of found) process.stdout.write(`${key}: ${sentence}.\n`);
  const isWell = await act({ key, scope: server.host.scope, machine, definitions: probed.definitions });
  return isWell && found.length === 0;
}
