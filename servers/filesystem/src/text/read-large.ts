import { isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { readAt, statVersion, throwIfCancelled } from '@ashlar/kit/files';
import { detect, type TextFormat, wholeCharacters } from './encoding.ts';
import { type LargeFile, type LineStart, skipBackward, skipForward } from './line-scan.ts';
import { type Page, takePage } from './page.ts';
import { type Lines, noSuchLine, type Wanted } from './reading.ts';
import { makeView } from './view.ts';

/** Bytes looked at without a pause: less than a millisecond of work. */
const CHUNK = 256 * 1024;

/** Bytes by which the encoding of a large file is judged. */
const HEAD_BYTES = 64 * 1024;

/** Bytes of a file that one character of its view can take: a CR LF in UTF-16 has four and is shown as one. */
const WIDEST = 4;

/** Reads lines of a large file: walks to the first one in pieces, then reads one window from there. */
export async function readLarge(
  fd: number,
  wanted: Wanted,
  signal: AbortSignal | undefined,
  chunk = CHUNK,
): Promise<Lines | undefined> {
  const stat = fstatSync(fd, { bigint: true });
  const size = Number(stat.size);
  const format = detect(await readAt(fd, Buffer.allocUnsafe(HEAD_BYTES), 0), false);
  if (!format) return undefined;
  const file: LargeFile = { fd, size, format, chunk, signal };
  const start = await findStart(file, wanted.offset);
  throwIfCancelled(signal);
  const window = await readAt(fd, Buffer.allocUnsafe(WIDEST * wanted.maxBytes + 8), start.position);
  const open = start.position + window.length < size;
  const bytes = open ? wholeCharacters(window, format.encoding) : window;
  const view = makeView(bytes, formatHere(bytes, format));
  const page = takePage(view.text, 0, wanted.limit, wanted.maxBytes);
  // A line may fill the window and all that follows: then there is no other to go on with.
  const goesOn = async () => !page.cut || (await skipForward(file, 1, start.position)).position < size;
  return {
    text: page.text,
    ...numbers(start, page, pageEnd(page, view.text) < view.text.length || (open && (await goesOn()))),
    ...(page.cut ? { cut: { characters: page.text.length } } : {}),
    encoding: view.format.encoding,
    version: statVersion(stat),
    tokensShown: view.tokens.size > 0 && page.text.includes('⟦U+'),
    finalNewline: page.finalNewline,
  };
}

/** Where the page begins; `first` is the number of its first line, negative where the lines before are not counted. */
interface Start {
  position: number;
  first: number;
}

async function findStart(file: LargeFile, offset: number): Promise<Start> {
  if (offset > 0) {
    const skipped = await skipForward(file, offset - 1);
    if (skipped.lines < offset - 1 || skipped.position >= file.size) throw noSuchLine(offset, skipped.lines);
    return { position: skipped.position, first: offset };
  }
  const back: LineStart = await skipBackward(file, -offset);
  // Fewer lines than asked for: the search met the beginning, so their numbers are known after all.
  return { position: back.position, first: back.lines < -offset ? 1 : -back.lines };
}

function numbers(start: Start, page: Page, more: boolean): Pick<Lines, 'from' | 'to' | 'total' | 'next'> {
  const to = start.first + page.lines - 1;
  const next = to + 1;
  if (start.first < 0) return { from: start.first, to, ...(next < 0 ? { next } : {}) };
  return { from: start.first, to, ...(more ? { next } : { total: to }) };
}

/** Where a page ends in the text it was taken from; a cut line is taken to its end, as far as that is there. */
function pageEnd(page: Page, text: string): number {
  if (!page.cut) return page.text.length + (page.finalNewline ? 1 : 0);
  const end = text.indexOf('\n', page.text.length);
  return end < 0 ? text.length : end + 1;
}

/** The beginning of a large file may be ASCII while a byte further on is not UTF-8. */
function formatHere(bytes: Buffer, { encoding }: TextFormat): TextFormat {
  return { encoding: encoding === 'utf-8' && !isUtf8(bytes) ? 'latin1' : encoding, bom: false };
}
