import { isUtf8 } from 'node:buffer';
import { ToolError } from '@ashlar/kit/errors';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** How the characters of a file are written down. */
export interface TextFormat {
  encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
}

const BOMS: Record<Encoding, Buffer> = {
  'utf-8': Buffer.from([0xef, 0xbb, 0xbf]),
  'utf-16le': Buffer.from([0xff, 0xfe]),
  'utf-16be': Buffer.from([0xfe, 0xff]),
  latin1: Buffer.alloc(0),
};

/** Shares are judged on the beginning of a file, as git does: reading on would not change the verdict. */
const SAMPLE_BYTES = 4_096;

/**
 * How a file is encoded; undefined where it is not text. Bytes that are neither UTF-8 nor UTF-16 count as
 * Latin-1, the only 8-bit encoding in which every byte comes back unchanged.
 *
 * @param whole false for the beginning of a file, whose last character may be cut in two
 */
export function detect(bytes: Buffer, whole = true): TextFormat | undefined {
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    if (!startsWith(bytes, BOMS[encoding])) continue;
    const units = bytes.subarray(2);
    return (!whole || bytes.length % 2 === 0) && isUtf16(units, encoding, false)
      ? { encoding, bom: true }
      : undefined;
  }
  if (bytes.includes(0)) return detectBareUtf16(bytes, whole);
  return detect8Bit(bytes, whole);
}

/** The text without its byte order mark. Never loses a byte of what `detect` called by this format. */
export function decode(bytes: Buffer, { encoding, bom }: TextFormat): string {
  const body = bom ? bytes.subarray(BOMS[encoding].length) : bytes;
  if (encoding === 'utf-16be') return swapped(body).toString('utf16le');
  if (encoding === 'utf-16le') return body.toString('utf16le');
  return body.toString(encoding === 'latin1' ? 'latin1' : 'utf8');
}

/**
 * The bytes of a text, with the byte order mark where the format has one.
 *
 * @throws ToolError `invalid_input` where a character does not exist in the encoding, naming it and its place
 */
export function encode(text: string, { encoding, bom }: TextFormat): Buffer {
  const bad = text.search(encoding === 'latin1' ? BEYOND_LATIN1 : LONE_SURROGATE);
  if (bad >= 0) throw unrepresentable(text, bad, encoding);
  const body = Buffer.from(
    text,
    encoding === 'latin1' ? 'latin1' : encoding === 'utf-8' ? 'utf8' : 'utf16le',
  );
  return Buffer.concat([
    bom ? BOMS[encoding] : Buffer.alloc(0),
    encoding === 'utf-16be' ? swapped(body) : body,
  ]);
}

/** Bytes that the byte order mark of this format takes. */
export function bomLength({ encoding, bom }: TextFormat): number {
  return bom ? BOMS[encoding].length : 0;
}

/** Cuts off a last character that is not there in full, so that a piece of a file can be decoded. */
export function wholeCharacters(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'latin1') return bytes;
  if (encoding !== 'utf-8') return bytes.subarray(0, bytes.length - (bytes.length % 2));
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

const BEYOND_LATIN1 = /[^\0-\u{ff}]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

function unrepresentable(text: string, index: number, encoding: Encoding): ToolError {
  const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const before = text.slice(0, index).split('\n');
  const column = [...(before.at(-1) ?? '')].length + 1;
  return new ToolError(
    'invalid_input',
    `The character U+${code} at line ${before.length}, column ${column} of the new text does not exist in ${encoding}.`,
    { hint: `Use only characters that ${encoding} has, or write the whole file anew in UTF-8.` },
  );
}

function detect8Bit(bytes: Buffer, whole: boolean): TextFormat | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (isUtf8(whole ? bytes : wholeCharacters(bytes, 'utf-8'))) {
    if (tooMany(count(sample, isControl), sample.length)) return undefined;
    return { encoding: 'utf-8', bom: startsWith(bytes, BOMS['utf-8']) };
  }
  // The C1 range is unused in Latin-1: many of them mean compressed data or an encoding we cannot show.
  const strange = count(sample, (byte) => isControl(byte) || (byte >= 0x80 && byte <= 0x9f));
  return tooMany(strange, sample.length) ? undefined : { encoding: 'latin1', bom: false };
}

/** UTF-16 without a mark is believed only where at least half of it is ASCII and nothing speaks against it. */
function detectBareUtf16(bytes: Buffer, whole: boolean): TextFormat | undefined {
  if (bytes.length < 4 || (whole && bytes.length % 2 === 1)) return undefined;
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    if (isUtf16(bytes, encoding, true)) return { encoding, bom: false };
  }
  return undefined;
}

function isUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', strict: boolean): boolean {
  const text = decode(bytes.subarray(0, SAMPLE_BYTES * 2), { encoding, bom: false });
  let controls = 0;
  let ascii = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0) return false;
    if (unit < 0x80) ascii++;
    if (isControl(unit)) controls++;
  }
  if (!strict) return !tooMany(controls, text.length);
  const unpaired = text.search(LONE_SURROGATE);
  // A pair cut by the end of the sample is no fault of the text.
  return controls === 0 && ascii * 2 >= text.length && (unpaired < 0 || unpaired === text.length - 1);
}

/** C0 controls and DEL, but for those that text files and terminal logs do have: TAB, LF, FF, CR, BS, ESC. */
function isControl(code: number): boolean {
  return (code < 0x20 && !(code >= 0x08 && code <= 0x0d && code !== 0x0b) && code !== 0x1b) || code === 0x7f;
}

function count(bytes: Buffer, test: (byte: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < bytes.length; i++) if (test(bytes[i] as number)) found++;
  return found;
}

/** More than one in ten; the first two are free, so that a very short text is not judged by one character. */
function tooMany(odd: number, length: number): boolean {
  return odd * 10 > length + 20;
}

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return prefix.length > 0 && bytes.subarray(0, prefix.length).equals(prefix);
}

/** The other byte order; an odd last byte is left out, as Node's own UTF-16 decoder leaves it out. */
function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
