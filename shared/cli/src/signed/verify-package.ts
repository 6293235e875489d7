import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEntry, escaped } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { PATIENCE_MS } from '../definitions/definitions.ts';
import { suspicions } from '../definitions/orders.ts';
import { endWithUs } from '../end-with-us.ts';
import { thisMachine } from '../hosts/machine.ts';
import { inheritedBy } from '../probe/startable.ts';
import { npmPackage } from '../resolve/npm-package.ts';
import { npmSpec } from '../resolve/resolve-server.ts';
import { fetched, installed } from './fetched.ts';
import { keysIn, releaseKeys } from './key-ring.ts';
import { NotVerified } from './not-verified.ts';
import { amounts, offeredAsSigned } from './offered.ts';
import { onOwnSample } from './own-sample.ts';
import { type Manifest, type Meant, type SignedPackage, signedPackage } from './signed-package.ts';

interface How {
  /** A file of keys that are believed instead of those that came with this program. */
  keys: string | undefined;
  /** For the server; without any it is started on the sample that it was locked with. */
  args: readonly string[];
}

/**
 * `ashlar verify <package>`: the tarball of the registry, its signature, and what the server in it offers, in this order.
 * Nothing of it runs before it is verified, and nothing else than what was verified runs. Exit code 1 where it is not as
 * it was signed.
 */
export async function verifyPackage(spec: string, { keys, args }: How): Promise<void> {
  const ring = keys === undefined ? releaseKeys() : keysIn(keys);
  const meant = await meantBy(spec, args);
  const folder = join(tmpdir(), `ashlar-verify-${randomUUID()}`);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // Before it is there: who is ended in between would leave it.
  const hasEnded = endWithUs({ close: async () => remove(), kill: remove });
  mkdirSync(folder, { mode: 0o700 });
  process.stdout.write(`${meant.name} ${meant.version}\n`);
  const say = (line: string) => void process.stdout.write(`  ${line}\n`);
  if (keys !== undefined) say(`keys: those of ${escaped(keys)}, not the ones that came with ashlar.`);
  try {
    const tarball = await fetched(`${meant.name}@${meant.version}`, made(folder, 'fetched'));
    const signed = signedPackage(readFileSync(tarball), meant, ring);
    say('package: the tarball is the one that the registry has a hash of.');
    say(
      `signature: ${signed.statement.subject.length} files are as the key ${signed.key.id} has signed them.`,
    );
    const place = await installed(
      tarball,
      { name: meant.name, files: signed.files },
      made(folder, 'installed'),
    );
    await runningAsSigned(signed, place, args, say);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    say(`NOT VERIFIED: ${error.message}.`);
    process.exitCode = 1;
  } finally {
    remove();
    hasEnded();
  }
}

/** As `ashlar add` would write it down: what is refused there is not started here. */
async function meantBy(spec: string, args: readonly string[]): Promise<Meant> {
  const wanted = { env: {}, headers: {}, args, cwd: homedir() };
  const { name, entry, pins } = await npmPackage(npmSpec(spec), wanted, new Set());
  const refused = checkEntry(name, entry, { scope: 'user' }).findings.find(
    ({ severity }) => severity === 'refused',
  );
  if (refused !== undefined) throw new CommandError(`${refused.message} ${refused.fix}`);
  const [{ package: pinned, integrity }] = pins as [(typeof pins)[number]];
  const exact = pinned.slice('npm:'.length);
  const at = exact.lastIndexOf('@');
  return { name: exact.slice(0, at), version: exact.slice(at + 1), integrity: String(integrity) };
}

/** Throws `NotVerified` where it offers anything that was not signed. */
async function runningAsSigned(
  { manifest, lock }: SignedPackage,
  place: string,
  args: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const machine = thisMachine(homedir());
  const start =
    args.length > 0
      ? { args, cwd: machine.cwd, paths: new Map<string, string>() }
      : await onOwnSample(manifest, place);
  const what = {
    command: process.execPath,
    args: [join(place, programOf(manifest)), ...start.args],
    env: inheritedBy(machine),
    cwd: start.cwd,
  };
  // Loaded here: the other commands need nothing of the protocol.
  const { probe } = await import('../probe/probe.ts');
  const probed = await probe(what, PATIENCE_MS);
  if (!('definitions' in probed))
    throw new NotVerified(`it does not say what it offers: ${probed.faults.join('; ')}`);
  const { differences, instructions } = offeredAsSigned(lock, probed.definitions, start.paths);
  const orders = suspicions(probed.definitions);
  if (orders.length > 0) throw new NotVerified(orders.join('; '));
  if (differences.length > 0) {
    for (const line of differences) say(`  ${line}`);
    throw new NotVerified('it offers what was not signed');
  }
  say(`running: of what was signed it offers ${amounts(lock, probed.definitions)}, and nothing else.`);
  if (instructions !== undefined)
    say(`instructions: with your arguments they are not the signed ones, but: ${escaped(instructions)}`);
}

function programOf({ name, bin = {} }: Manifest): string {
  if (typeof bin === 'string') return bin;
  const short = name.replace(/^@[^/]+\//, '');
  return bin[short] ?? (Object.values(bin)[0] as string);
}

function made(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), '{ "private": true }\n');
  return path;
}
