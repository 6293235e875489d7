import { isUtf8 } from 'node:buffer';

/** `damaged`: not UTF-8 throughout; what could not be read stands as U+FFFD. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'damaged';

export interface Decoded {
  /** Without a byte order mark. */
  text: string;
  encoding: Encoding;
}

/** Bytes in which a NUL tells a binary file. As in git, buffer_is_binary. */
const FIRST = 8_000;
/** A text that was damaged has a few bad bytes; where every tenth character is one, it never was a text. */
const BAD_SHARE = 0.1;

/** The text of a note, or undefined where the bytes are no text, whatever their name says. */
export function decode(bytes: Buffer): Decoded | undefined {
  const marked = byMark(bytes);
  if (marked) return marked;
  if (bytes.subarray(0, FIRST).includes(0)) return undefined;
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return { text, encoding: 'utf-8' };
  const bad = text.split('\uFFFD').length - 1;
  return bad > text.length * BAD_SHARE ? undefined : { text, encoding: 'damaged' };
}

function byMark(bytes: Buffer): Decoded | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf && isUtf8(bytes)) {
    return { text: bytes.toString('utf8', 3), encoding: 'utf-8-bom' };
  }
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), 'utf-16le');
  if (first === 0xfe && second === 0xff) return utf16(swapped(bytes.subarray(2)), 'utf-16be');
  return undefined;
}

function utf16(bytes: Buffer, encoding: Encoding): Decoded {
  return { text: bytes.toString('utf16le').replace(/\p{Cs}/gu, '\uFFFD'), encoding };
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
