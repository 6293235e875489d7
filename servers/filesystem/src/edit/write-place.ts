import { ToolError } from '@ashlar/kit/errors';
import { type Replaced, replaceFile, type Slot } from '@ashlar/kit/files';
import { appendText } from './append-text.ts';

/** What is written: a text, or bytes as they are. */
export type Content = string | Buffer;

export interface WriteOptions {
  mode: 'create' | 'overwrite' | 'append';
  ifVersion: string | undefined;
  signal: AbortSignal;
}

/**
 * Writes a whole file, or adds to its end; text is added in the encoding and with the line ends of the file.
 * Throws what `replaceFile` and `appendText` throw.
 */
export function writePlace(
  slot: Slot,
  content: Content,
  { mode, ...options }: WriteOptions,
): Promise<Replaced> {
  if (mode === 'append') return replaceFile(slot, (current) => appended(current, content), options);
  return replaceFile(slot, () => bytesOf(content), {
    mustNotExist: mode === 'create',
    needsCurrent: false,
    ...options,
  });
}

function appended(current: Buffer | undefined, content: Content): Buffer {
  if (current === undefined) return bytesOf(content);
  return typeof content === 'string' ? appendText(current, content) : Buffer.concat([current, content]);
}

function bytesOf(content: Content): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}

/**
 * What a call asks to write. Throws `ToolError` (`invalid_input`) for what is not Base64, and for half of a
 * surrogate pair, which no file can hold.
 */
export function contentOf(content: string, encoding: 'utf8' | 'base64'): Content {
  if (encoding === 'utf8') {
    if (!/\p{Surrogate}/u.test(content)) return content;
    throw new ToolError('invalid_input', 'content: holds half of a surrogate pair, which is no character.', {
      hint: 'Send the whole character.',
    });
  }
  const compact = content.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
  // Four characters hold three bytes; one that is left over holds none.
  if (/^[\w+/-]*$/.test(compact) && compact.length % 4 !== 1) return Buffer.from(compact, 'base64');
  throw new ToolError('invalid_input', 'content: is not Base64.', {
    hint: 'Send text with encoding utf8 instead.',
  });
}
