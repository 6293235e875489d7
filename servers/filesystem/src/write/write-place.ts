import { ToolError } from '@ashlar/kit/errors';
import { appendText } from '../edit/append-text.ts';
import type { Slot } from '../guard/guard.ts';
import { type Replaced, replaceFile } from './replace-file.ts';

/** What a call wants to be written: text, or bytes as Base64. */
export interface Content {
  content: string;
  encoding: 'utf8' | 'base64';
}

export interface WriteOptions {
  mode: 'create' | 'overwrite' | 'append';
  ifVersion: string | undefined;
  signal: AbortSignal;
}

/**
 * Writes a whole file, or adds to its end; text is added in the encoding and with the line ends of the file.
 * Throws what `replaceFile` throws, and `ToolError` (`invalid_input`) for what is not Base64.
 */
export function writePlace(
  slot: Slot,
  wanted: Content,
  { mode, ...options }: WriteOptions,
): Promise<Replaced> {
  const bytes = bytesOf(wanted);
  if (mode !== 'append') {
    return replaceFile(slot, () => bytes, {
      mustNotExist: mode === 'create',
      needsCurrent: false,
      ...options,
    });
  }
  const add = (current: Buffer) =>
    wanted.encoding === 'utf8' ? appendText(current, wanted.content) : Buffer.concat([current, bytes]);
  return replaceFile(slot, (current) => (current === undefined ? bytes : add(current)), options);
}

function bytesOf({ content, encoding }: Content): Buffer {
  if (encoding === 'utf8') return Buffer.from(content, 'utf8');
  const compact = content.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) {
    throw new ToolError('invalid_input', 'content: is not Base64.', {
      hint: 'Send text with encoding utf8 instead.',
    });
  }
  return Buffer.from(compact, 'base64');
}
