import type { Stats } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { readAll, readShared, SYNC_BYTES, throwIfCancelled, WHOLE_LIMIT } from '@ashlar/kit/files';
import { readLarge } from './read-large.ts';
import { readWhole } from './read-whole.ts';
import type { Lines, Wanted } from './reading.ts';

/** Bytes of UTF-8 that one answer holds unless the caller asks for less: about 4,000 tokens. */
export const PAGE_BYTES = 15_000;

export interface ReadOptions {
  /** First line, from 1; negative counts from the end, -1 being the last line. Default 1. */
  offset?: number | undefined;
  /** Lines at most. */
  limit?: number | undefined;
  /** Bytes of UTF-8 at most, at least 64. Default `PAGE_BYTES`. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads lines of an open regular file; undefined where it is not text. Files beyond `WHOLE_LIMIT` are searched
 * in pieces and never held in memory.
 *
 * @throws ToolError `invalid_input` where the file has no such line, `cancelled`
 */
export async function readLines(
  fd: number,
  stat: Pick<Stats, 'size'>,
  options: ReadOptions = {},
): Promise<Lines | undefined> {
  const { offset = 1, limit = Number.POSITIVE_INFINITY, maxBytes = PAGE_BYTES, signal } = options;
  if (!Number.isInteger(offset) || offset === 0) throw badOption('offset', 'a whole number other than 0');
  if (limit < 1 || Number.isNaN(limit)) throw badOption('limit', 'at least 1');
  throwIfCancelled(signal);
  const wanted: Wanted = { offset, limit, maxBytes: Math.max(64, maxBytes) };
  if (stat.size > WHOLE_LIMIT) return readLarge(fd, wanted, signal);
  if (stat.size <= SYNC_BYTES) return readWhole(readShared(fd, stat.size), wanted);
  return readWhole(await readAll(fd, stat.size), wanted);
}

function badOption(name: string, rule: string): ToolError {
  return new ToolError('invalid_input', `\`${name}\` must be ${rule}.`, { hint: `Change \`${name}\`.` });
}
