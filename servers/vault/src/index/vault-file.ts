import { fold } from '../link/fold.ts';
import type { NoteFacts } from './note-facts.ts';

/** A file of the vault, of any kind. It is never changed: what changes on the disk gets a new one. */
export interface VaultFile {
  /** Relative to the vault, with forward slashes. */
  readonly path: string;
  /** The folded path. */
  readonly key: string;
  /** Undefined for attachments, and for notes that could not be read. */
  readonly facts: NoteFacts | undefined;
}

export function vaultFile(path: string, facts: NoteFacts | undefined): VaultFile {
  return { path, key: fold(path), facts };
}

/** Shorter paths first, and those of one length by code points: what links to a name are answered by. */
export function byLength(a: VaultFile, b: VaultFile): number {
  return a.path.length - b.path.length || byCodePoint(a.path, b.path);
}

/** Unlike `<`, which compares UTF-16 units, and so puts emoji before some letters. */
function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes behind all other characters. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
