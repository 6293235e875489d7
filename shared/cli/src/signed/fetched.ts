import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { escaped } from '@ashlar/entry-checks';
import { npm } from '../resolve/npm.ts';
import { NotVerified } from './not-verified.ts';
import { requireSize } from './tarball.ts';

/** Milliseconds for a tarball, and for all that it depends on. */
const FETCH_MS = 120_000;
const INSTALL_MS = 600_000;

/**
 * Puts the tarball of an exact version into an empty folder, unopened and no larger than can be read whole, and gives its
 * path. Throws `NotVerified`.
 */
export async function fetched(spec: string, folder: string): Promise<string> {
  const { ok, stderr } = await npm(
    ['pack', spec, '--ignore-scripts', '--pack-destination', '.'],
    folder,
    FETCH_MS,
  );
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (!ok || file === undefined)
    throw new NotVerified(`its tarball cannot be fetched (${lastWords(stderr)})`);
  const tarball = join(folder, file);
  requireSize(statSync(tarball).size);
  return tarball;
}

interface Verified {
  name: string;
  files: ReadonlyMap<string, Buffer>;
}

/**
 * Installs a tarball with what it depends on, and requires that each file came out as it was verified, whoever unpacked
 * it. No script of any package is run: none of ours needs one, native modules among their dependencies included. Gives the
 * folder of the package. What it depends on comes from the registry, and is npm's to check. Throws `NotVerified`.
 */
export async function installed(tarball: string, verified: Verified, folder: string): Promise<string> {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', '.'];
  const { ok, stderr } = await npm(['install', ...flags, tarball], folder, INSTALL_MS);
  if (!ok) throw new NotVerified(`it cannot be installed (${lastWords(stderr)})`);
  const place = join(folder, 'node_modules', ...verified.name.split('/'));
  requireAsVerified(place, verified);
  return place;
}

function requireAsVerified(place: string, { files }: Verified): void {
  if (!existsSync(place))
    throw new NotVerified(
      'npm has not installed it in the folder that it was told: see npm config ls for global, dry-run and package-lock-only',
    );
  const there = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(place.length + 1).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('node_modules/'));
  const other =
    there.find((path) => !files.has(path)) ??
    [...files.keys()].find((path) => !isAs(files.get(path) as Buffer, join(place, path)));
  if (other !== undefined)
    throw new NotVerified(`npm has not installed ${other} as it was signed, so it was not started`);
}

function isAs(content: Buffer, path: string): boolean {
  try {
    return content.equals(readFileSync(path));
  } catch {
    return false;
  }
}

function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/complete log|^npm (notice|warn)/i.test(line));
  return escaped((lines.find((line) => /error/i.test(line)) ?? 'npm does not say why').trim().slice(0, 200));
}
