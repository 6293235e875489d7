import { OptionError } from '../../options/option.ts';
import { CONTINUED, RECOVERED } from '../audit-record.ts';
import { type Link, newChain, sha256 } from '../chain.ts';
import { canBeTorn, readLine } from '../line.ts';
import { rotatedBefore } from './segments.ts';
import { firstSeqOf, type Tail, tailOf } from './tail.ts';

/** How a chain goes on in a file: where it stands, and what the file needs before its next line. */
export interface Resumed {
  link: Link;
  /** An end of line that a crash has kept from being written. */
  missing: '' | '\n';
  /** What the next line has to say, as the name and the details of an event. */
  says?: { name: string; details: Readonly<Record<string, unknown>> };
}

/**
 * Finds where the chain of a file stands. A last line that a crash has cut stays as it is and becomes a link like
 * any other, by the hash of its bytes. Throws `OptionError` for an end that this program has not written.
 */
export function resume(file: string): Resumed & { firstSeq: number } {
  const resumed = chainOf(file);
  return { ...resumed, firstSeq: firstSeqOf(file) ?? resumed.link.seq + 1 };
}

function chainOf(file: string): Resumed {
  const tail = tailOf(file);
  if (tail.last !== undefined) return afterLine(file, tail, linkOf(file, tail.last));
  if (tail.rest.length > 0 && tail.size > tail.rest.length) throw foreign(file);
  const before = rotatedBefore(file).at(-1);
  if (before === undefined) {
    return tail.rest.length === 0 ? { link: newChain(), missing: '' } : afterLine(file, tail, undefined);
  }
  const { last, rest } = tailOf(before);
  if (last === undefined || rest.length > 0) throw foreign(before);
  const link = linkOf(before, last);
  if (tail.rest.length > 0) return afterLine(file, tail, link);
  return { link, missing: '', says: { name: CONTINUED, details: { why: 'the file was not there' } } };
}

function afterLine(file: string, { rest }: Tail, link: Link | undefined): Resumed {
  if (rest.length === 0 && link !== undefined) return { link, missing: '' };
  const whole = readLine(rest);
  if (whole !== undefined && (link === undefined || follows(whole, link))) {
    const says = { name: RECOVERED, details: { missing: 'the end of the line before' } };
    return { link: { chain: whole.chain, seq: whole.seq, hash: whole.hash }, missing: '\n', says };
  }
  if (!canBeTorn(rest, link)) throw foreign(file);
  const { chain, seq } = link ?? newChain();
  const hash = sha256(rest);
  const details = { missing: 'the rest of the line before', bytes: rest.length, sha256: hash };
  return { link: { chain, seq: seq + 1, hash }, missing: '\n', says: { name: RECOVERED, details } };
}

function follows(line: Link & { prev: string }, { chain, seq, hash }: Link): boolean {
  return line.chain === chain && line.seq === seq + 1 && line.prev === hash;
}

function linkOf(file: string, bytes: Buffer): Link {
  const line = readLine(bytes);
  if (line === undefined) throw foreign(file);
  return { chain: line.chain, seq: line.seq, hash: line.hash };
}

function foreign(file: string): OptionError {
  return new OptionError(
    `--audit: ${file} does not end with a line of an audit; look at it with 'ashlar audit verify', move it aside and start again.`,
  );
}
