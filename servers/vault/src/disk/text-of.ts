import { ToolError } from '@ashlar/kit/errors';
import { contentVersion, quoted } from '@ashlar/kit/files';
import { decode, type Encoding } from './decode.ts';
import type { Source } from './open-source.ts';
import { NOTE_LIMIT, readNoteBytes, type Unread } from './read-note.ts';

export interface VersionedText {
  text: string;
  encoding: Encoding;
  /** Of the bytes: equal content, equal version. */
  version: string;
}

/** The text of a file of the vault. Throws `ToolError`: `not_found`, `limited`, or `invalid_input` for what is no text. */
export function textOf(source: Source, path: string): VersionedText {
  const read = readNoteBytes(source, path);
  if ('kind' in read) throw noText(path, read.kind);
  const decoded = decode(read.bytes);
  if (decoded === undefined) throw noText(path, 'binary');
  return { ...decoded, version: contentVersion(read.bytes) };
}

function noText(path: string, why: Unread): ToolError {
  const name = quoted(path);
  if (why === 'unreadable') return new ToolError('not_found', `path: ${name} cannot be read.`);
  if (why === 'binary') return new ToolError('invalid_input', `path: ${name} is no text.`);
  const megabytes = Math.floor(NOTE_LIMIT / 1024 / 1024);
  return new ToolError('limited', `path: ${name} is larger than ${megabytes} MB.`, { retryable: false });
}
