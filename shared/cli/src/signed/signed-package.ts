import { createHash } from 'node:crypto';
import { hashOf, type Lock, rootOf } from '@ashlar/kit/lock';
import { opened } from './envelope.ts';
import type { KeyRing, RingKey } from './key-ring.ts';
import { NotVerified } from './not-verified.ts';
import { LOCK, requireFiles, requireStatement, SIGNATURE, type Statement } from './statement.ts';
import { filesIn, type PackedFiles, unzipped } from './tarball.ts';

/** Which package is meant, by what a registry says of it. */
export interface Meant {
  name: string;
  version: string;
  /** `dist.integrity`: sha512 in base64. */
  integrity: string;
}

/** A package of which every byte is as its publisher signed it. */
export interface SignedPackage {
  statement: Statement;
  key: RingKey;
  lock: Lock;
  files: PackedFiles;
  manifest: Manifest;
}

export interface Manifest {
  name: string;
  version: string;
  bin?: string | Record<string, string>;
  ashlar?: { sample?: readonly string[] };
}

/**
 * Checks a tarball from the outside to the inside: it is what the registry has named; a key of the ring has signed it; for
 * this name and version; and every file, the definitions among them, is the one that was signed. Throws `NotVerified`.
 */
export function signedPackage(tarball: Uint8Array, meant: Meant, ring: KeyRing): SignedPackage {
  const { name, version } = meant;
  if (`sha512-${createHash('sha512').update(tarball).digest('base64')}` !== meant.integrity)
    throw new NotVerified(`the tarball is not the one that the registry's hash names`);
  const tar = unzipped(tarball);
  // Asked first: how others pack their packages is no concern of ours.
  if (!tar.includes(SIGNATURE)) throw new NotVerified(unsigned(name));
  const files = filesIn(tar);
  const signature = files.get(SIGNATURE);
  if (signature === undefined) throw new NotVerified(unsigned(name));
  const { statement: said, key } = opened(signature.toString('utf8'), ring);
  const statement = requireStatement(said);
  const of = `${statement.predicate.name} ${statement.predicate.version}`;
  if (of !== `${name} ${version}`)
    throw new NotVerified(`the signature is of ${of}, not of ${name} ${version}`);
  requireFiles(files, statement);
  const manifest = json(files, 'package.json') as Manifest;
  if (manifest.name !== name || manifest.version !== version)
    throw new NotVerified(`package.json is that of ${manifest.name} ${manifest.version}`);
  const lock = lockIn(files);
  if (lock.sha256 !== statement.predicate.definitions)
    throw new NotVerified(`${LOCK} is not of the definitions that were signed`);
  return { statement, key, lock, files, manifest };
}

/** The lock of a package. Throws `NotVerified` where its hashes are not those of its definitions. */
export function lockIn(files: PackedFiles): Lock {
  const lock = json(files, LOCK) as Lock;
  const items = [...lock.tools, ...lock.resources, ...lock.prompts];
  const wrong = items.find(({ definition, sha256 }) => hashOf(definition) !== sha256);
  if (wrong !== undefined || rootOf(lock) !== lock.sha256)
    throw new NotVerified(`the hashes in ${LOCK} are not those of its definitions`);
  return lock;
}

function json(files: PackedFiles, path: string): unknown {
  const content = files.get(path);
  if (content === undefined) throw new NotVerified(`the package has no ${path}`);
  return JSON.parse(content.toString('utf8'));
}

/** Ours are never without one; of others nothing is promised. */
function unsigned(name: string): string {
  return name.startsWith('@ashlar/')
    ? 'it is not signed, and every release of @ashlar is: do not start it'
    : 'its publisher has not signed what it offers; ashlar add, then ashlar lock, holds it to what it offers today';
}
