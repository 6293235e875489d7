import { contentVersion } from '@ashlar/kit/files';
import { detect } from './encoding.ts';
import { afterLine, countLines, skipLines } from './lines.ts';
import { takePage } from './page.ts';
import { type Lines, noSuchLine, type Wanted } from './reading.ts';
import { makeView } from './view.ts';

/** The lines asked for, of a file that is in memory; undefined where it is not text. */
export function readWhole(bytes: Buffer, { offset, limit, maxBytes }: Wanted): Lines | undefined {
  const format = detect(bytes);
  if (!format) return undefined;
  const { text, tokens } = makeView(bytes, format);
  const total = countLines(text);
  if (offset > Math.max(total, 1)) throw noSuchLine(offset, total);
  const first = offset > 0 ? offset : Math.max(1, total + offset + 1);
  const facts = { encoding: format.encoding, version: contentVersion(bytes) };
  if (total === 0)
    return { text: '', from: 0, to: 0, total, ...facts, tokensShown: false, finalNewline: false };
  const start = skipLines(text, 0, first - 1);
  const page = takePage(text, start, limit, maxBytes);
  const to = first + page.lines - 1;
  return {
    text: page.text,
    from: first,
    to,
    total,
    ...(to < total ? { next: to + 1 } : {}),
    ...(page.cut ? { cut: { characters: page.text.length, bytes: lineBytes(text, start) } } : {}),
    ...facts,
    tokensShown: tokens.size > 0 && page.text.includes('⟦U+'),
    finalNewline: page.finalNewline,
  };
}

function lineBytes(text: string, start: number): number {
  return Buffer.byteLength(text.slice(start, afterLine(text, start)).replace(/\n$/, ''));
}
