import type { AuditRecord } from './audit-record.ts';
import { headOf, type Link, sha256 } from './chain.ts';

/** A line as a chain is made of it. */
export type AuditLine = AuditRecord & Link & { prev: string };

/** `,"hash":"<64 hex digits>"}`, which every line ends with. */
const TAIL = /^,"hash":"([0-9a-f]{64})"\}$/;
const TAIL_BYTES = 75;

/**
 * Reads one line, given without its end of line. Undefined for what is no whole line of ours: another form, or
 * bytes that do not have the hash they carry.
 */
export function readLine(bytes: Buffer): AuditLine | undefined {
  const end = bytes.length - TAIL_BYTES;
  const hash = TAIL.exec(bytes.toString('latin1', Math.max(0, end)))?.[1];
  if (hash === undefined || hash !== sha256(bytes.subarray(0, end))) return undefined;
  try {
    const line = JSON.parse(bytes.toString('utf8')) as AuditLine;
    const { chain, seq, prev } = line;
    // The numbers are where the writer puts them, and nowhere a second time.
    const head = headOf({ chain, seq: seq - 1, hash: prev });
    return bytes.subarray(0, Buffer.byteLength(head)).toString() === head ? line : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes can be a line after `link` that a crash has cut: they begin as it begins, as far as they go,
 * perhaps with zeros where a file system had not written yet. Before the first line of a chain nothing is known
 * of it but its form.
 */
export function canBeTorn(bytes: Buffer, link: Link | undefined): boolean {
  const written = bytes.toString('latin1').replace(/\0+$/, '');
  const head = link === undefined ? '{"chain":"' : headOf(link);
  return written.startsWith(head) || head.startsWith(written);
}
