import { ToolError } from '@ashlar/kit/errors';
import type { Slot } from '../guard/guard.ts';
import { type Replaced, replaceFile } from './replace-file.ts';

export interface WriteOptions {
  mode: 'create' | 'overwrite' | 'append';
  ifVersion: string | undefined;
  signal: AbortSignal;
}

/** Writes a whole file, or adds to its end. Throws what `replaceFile` throws. */
export function writePlace(
  slot: Slot,
  bytes: Buffer,
  { mode, ifVersion, signal }: WriteOptions,
): Promise<Replaced> {
  if (mode === 'append') {
    return replaceFile(slot, (current) => Buffer.concat([current ?? Buffer.alloc(0), bytes]), {
      ifVersion,
      signal,
    });
  }
  return replaceFile(slot, () => bytes, {
    mustNotExist: mode === 'create',
    needsCurrent: false,
    ifVersion,
    signal,
  });
}

/** The bytes of a call's content. Throws `ToolError` (`invalid_input`) for what is not Base64. */
export function contentOf(content: string, encoding: 'utf8' | 'base64'): Buffer {
  if (encoding === 'utf8') return Buffer.from(content, 'utf8');
  const compact = content.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) {
    throw new ToolError('invalid_input', 'content: is not Base64.', {
      hint: 'Send text with encoding utf8 instead.',
    });
  }
  return Buffer.from(compact, 'base64');
}
