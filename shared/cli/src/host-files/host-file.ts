import { lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { createGuard, replaceFile } from '@ashlar/kit/files';
import { CommandError } from '../command-error.ts';

/** A file of a host as it was read: what is written later replaces this and nothing else. */
export interface HostFile {
  path: string;
  /** Without a byte order mark; empty where the file is not there. */
  text: string;
  /** Undefined where the file is not there. */
  bytes: Buffer | undefined;
}

const BOM = '\ufeff';
const MAX_BYTES = 64 * 1024 * 1024;

/** Throws `CommandError` for what is there and cannot be read as text. */
export function openHostFile(path: string): HostFile {
  const bytes = bytesOf(path);
  return { path, text: bytes === undefined ? '' : textOf(path, bytes), bytes };
}

function bytesOf(path: string): Buffer | undefined {
  try {
    refuseUnusual(path);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const isLink = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    if (code === 'ENOENT' && !isLink) return undefined;
    const why = code === 'ENOENT' ? 'it is a link to a file that is not there' : `${code}`;
    throw new CommandError(`${path} cannot be read (${why}).`, { cause });
  }
}

/** A repository can have a link to a device that never ends, or to what is larger than memory. */
function refuseUnusual(path: string): void {
  const stat = statSync(path);
  if (!stat.isFile()) throw new CommandError(`${path} cannot be read (it is no file).`);
  if (stat.size > MAX_BYTES)
    throw new CommandError(`${path} is larger than ${MAX_BYTES} bytes, and is left as it is.`);
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError(`${path} is no text in UTF-8, and is left as it is.`, { cause });
  }
}

/**
 * Replaces the file, whole or not at all: same mode, owner and byte order mark; where it is a link, what it leads to.
 * Throws `CommandError` where somebody else has changed it since it was opened.
 */
export async function saveHostFile({ path, bytes }: HostFile, text: string): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const real = bytes === undefined ? path : realpathSync(path);
    const folder = realpathSync(dirname(real));
    const root = { name: 'host', given: folder, real: folder, writable: true };
    const guard = createGuard({ roots: [root], denied: () => false, warn: () => {} });
    const slot = guard.slot(basename(real));
    const mark = bytes?.subarray(0, 3).equals(Buffer.from(BOM)) ? BOM : '';
    const make = (current: Buffer | undefined) => {
      refuseChanged(path, bytes, current);
      return Buffer.from(mark + text);
    };
    await replaceFile(slot, make, { maxBytes: MAX_BYTES }).finally(() => slot.close());
  } catch (cause) {
    throw failed(path, cause);
  }
}

/** Takes away a file that only we had made. It is set aside first, so that what it holds by then is known. */
export function eraseHostFile({ path, bytes }: HostFile): void {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    renameSync(path, aside);
    try {
      refuseChanged(path, bytes, readFileSync(aside));
    } catch (error) {
      renameSync(aside, path);
      throw error;
    }
    rmSync(aside);
  } catch (cause) {
    throw failed(path, cause);
  }
}

function refuseChanged(path: string, seen: Buffer | undefined, now: Buffer | undefined): void {
  if (seen === undefined ? now === undefined : now?.equals(seen) === true) return;
  throw new CommandError(`${path} was changed by another program meanwhile; try again.`);
}

function failed(path: string, cause: unknown): CommandError {
  if (cause instanceof CommandError) return cause;
  const why = cause instanceof ToolError ? cause.message : (cause as NodeJS.ErrnoException).code;
  return new CommandError(`${path} cannot be written (${why ?? cause}).`, { cause });
}
