import { hash as digest, randomBytes } from 'node:crypto';

/** What the first line of a chain has in place of the hash of the line before. */
export const GENESIS = '0'.repeat(64);

/** Events that carry a chain on in a new file, and behind a line that a crash has cut. */
export const CONTINUED = 'continued';
export const RECOVERED = 'recovered';

/** Where a chain stands: what its next line carries on. */
export interface Link {
  /** 16 hex digits, the same on every line of a chain. */
  chain: string;
  /** The number of the last line; 0 before the first. */
  seq: number;
  /** The hash of the last line. */
  hash: string;
}

export function newChain(): Link {
  return { chain: randomBytes(8).toString('hex'), seq: 0, hash: GENESIS };
}

/** How the line after `link` begins. */
export function headOf({ chain, seq, hash }: Link): string {
  return `{"chain":"${chain}","seq":${seq + 1},"prev":"${hash}",`;
}

/**
 * Makes the next line of a chain, without its end of line: its place in the chain, `fields` (the inside of a JSON
 * object, not empty), and last `hash`, the SHA-256 of the bytes of the line before `,"hash":`.
 */
export function nextLine(link: Link, fields: string): { line: string; link: Link } {
  const body = headOf(link) + fields;
  const hash = sha256(body);
  return { line: `${body},"hash":"${hash}"}`, link: { chain: link.chain, seq: link.seq + 1, hash } };
}

/** SHA-256 in hex; of a text as UTF-8. */
export function sha256(bytes: string | Uint8Array): string {
  return digest('sha256', bytes, 'hex'); // in one step: a third of the time of `createHash`
}
