import { isAbsolute, relative, sep } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { Definitions } from '../definitions/definitions.ts';
import type { Made } from '../host-files/format.ts';
import { eraseHostFile, type HostFile, openHostFile, saveHostFile } from '../host-files/host-file.ts';
import type { Scope } from '../hosts/host.ts';
import { applicationData, joined, type Machine } from '../hosts/machine.ts';
import { LOCK_FORM } from './lock-form.ts';

/** A package as the registry had it when the entry was written. */
export interface Pin {
  /** `npm:@ashlar/filesystem@1.0.0` */
  package: string;
  /** Of npm its `dist.integrity`, of PyPI the SHA-256 of each file, of an image its digest. */
  integrity: string | readonly string[];
}

export interface LockedEntry {
  pins: readonly Pin[];
  /** What the host was told to ask for on behalf of this entry. */
  inputs?: readonly string[];
}

/** `isNew`: the file was not there. */
export type Remembered = Record<string, Made & { isNew?: true }>;

/** What `ashlar add` remembers: of entries their pins, of files what came to be around entries. */
export interface Lock {
  lockVersion: 1;
  /** By host and name: `cursor/filesystem`. */
  entries: Record<string, LockedEntry>;
  /** By file, and then by the path of a collection in it; what is said of the whole file is under ''. */
  made: Record<string, Remembered>;
  /** What servers offered when `ashlar lock` looked, by host and name. */
  definitions?: Record<string, Definitions>;
}

/** Beside the project, or where the user's settings are. */
export function lockPath(scope: Scope, machine: Machine): string {
  return scope === 'project'
    ? joined(machine, machine.cwd, 'ashlar.lock')
    : joined(machine, applicationData(machine), 'ashlar', 'ashlar.lock');
}

export interface OpenLock {
  file: HostFile;
  lock: Lock;
}

export function openLock(path: string): OpenLock {
  const file = openHostFile(path);
  if (file.text.trim() === '') return { file, lock: { lockVersion: 1, entries: {}, made: {} } };
  try {
    const data: unknown = JSON.parse(file.text);
    LOCK_FORM.parse(data);
    const { entries, made, definitions } = data as Lock;
    const lock: Lock = {
      lockVersion: 1,
      entries: { ...entries },
      made: { ...made },
      ...(definitions !== undefined && { definitions }),
    };
    return { file, lock };
  } catch (cause) {
    throw new CommandError(`${path} is no lock of this version of ashlar, and is left as it is.`, { cause });
  }
}

/** In an order of its own, so that two machines write the same; and no file where there is nothing to remember. */
export async function saveLock({ file }: OpenLock, lock: Lock): Promise<void> {
  const { entries, made, definitions = {} } = lock;
  if ([entries, made, definitions].every((each) => Object.keys(each).length === 0)) {
    if (file.bytes !== undefined) eraseHostFile(file);
    return;
  }
  const text = JSON.stringify(
    {
      lockVersion: 1,
      entries: sorted(entries),
      made: sorted(made),
      ...(Object.keys(definitions).length > 0 && { definitions: sorted(definitions) }),
    },
    null,
    2,
  );
  await saveHostFile(file, `${text}\n`);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A file as the lock names it: the same on every machine where it can be. */
export function fileKey(path: string, { cwd, home }: Machine): string {
  for (const [base, mark] of [
    [cwd, '.'],
    [home, '~'],
  ] as const) {
    const below = relative(base, path);
    if (below !== '' && !below.startsWith('..') && !isAbsolute(below))
      return `${mark}/${below.split(sep).join('/')}`;
  }
  return path;
}
