import { CONTINUED, RECOVERED } from './audit-record.ts';
import { GENESIS, type Link, sha256 } from './chain.ts';
import { type AuditLine, canBeTorn, readLine } from './line.ts';

/** Something about a line: an error, or what has an innocent reason that the audit itself gives. */
export interface Finding {
  severity: 'error' | 'note';
  file: string;
  /** Counted from 1 within the file. */
  line: number;
  message: string;
}

/**
 * Follows a chain through the lines of its files, which are given in their order. After a broken line it goes on
 * from the next whole one, so that each fault is told once.
 */
export class Verifier {
  readonly findings: Finding[] = [];
  readonly #heads: Set<string>;
  #file = '';
  #number = 0;
  #link: Link | undefined;
  #first: AuditLine | undefined;
  #last: AuditLine | undefined;
  /** A line that is no whole one, until the next says whether a crash explains it. */
  #torn: { bytes: Buffer; line: number } | undefined;
  #lines = 0;

  /** `heads` are hashes that must occur: where the chain stood when somebody noted it. */
  constructor(heads: readonly string[] = []) {
    this.#heads = new Set(heads);
  }

  file(name: string): void {
    this.#settleTorn();
    this.#file = name;
    this.#number = 0;
  }

  /** One line without its end; `ended` is false for what stands behind the last end of line of a file. */
  line(bytes: Buffer, ended = true): AuditLine | undefined {
    this.#number += 1;
    this.#lines += 1;
    const line = readLine(bytes);
    if (line === undefined) {
      this.#settleTorn();
      this.#torn = { bytes, line: this.#number };
      if (!ended) this.#unfinished();
      return undefined;
    }
    this.#heads.delete(line.hash);
    this.#follow(line);
    if (!ended)
      this.#error(
        'the end of the line is missing: the file was cut, or its writer died and has not started again',
      );
    this.#first ??= line;
    this.#last = line;
    return line;
  }

  /** What was found about the whole: call it last. */
  end(): { lines: number; first: AuditLine | undefined; last: AuditLine | undefined; findings: Finding[] } {
    this.#settleTorn();
    if (this.#last === undefined && this.findings.length === 0) this.#error('there is no line');
    for (const head of this.#heads) {
      this.#error(`no line has the hash ${head}: the audit was cut after it was noted, or written anew`);
    }
    return { lines: this.#lines, first: this.#first, last: this.#last, findings: this.findings };
  }

  #follow(line: AuditLine): void {
    const torn = this.#torn;
    this.#torn = undefined;
    const link = this.#link;
    this.#link = { chain: line.chain, seq: line.seq, hash: line.hash };
    if (torn !== undefined) return this.#explain(torn, line, link);
    if (link === undefined) return this.#begin(line);
    const problem = breakOf(line, link);
    if (problem !== undefined) this.#error(problem);
  }

  /** The first line of all begins a chain, or carries one on whose older files are not at hand. */
  #begin(line: AuditLine): void {
    if (line.seq === 1 && line.prev === GENESIS) return;
    if (line.type === 'event' && line.name === CONTINUED) {
      return this.#note(`the audit begins with line ${line.seq}: older files were not given`);
    }
    this.#error(`the audit begins with line ${line.seq}: the lines before it are missing`);
  }

  /** A crash cuts a line; then the writer says so in the next, which carries on from the very bytes it found. */
  #explain(torn: { bytes: Buffer; line: number }, line: AuditLine, link: Link | undefined): void {
    const hash = sha256(torn.bytes);
    const explained =
      line.type === 'event' &&
      line.name === RECOVERED &&
      line.details.sha256 === hash &&
      line.prev === hash &&
      canBeTorn(torn.bytes, link) &&
      (link === undefined ? line.seq === 2 : line.chain === link.chain && line.seq === link.seq + 2);
    if (explained) {
      this.#note(
        'the line was cut by a crash, as the next one says; nothing in it can be trusted',
        torn.line,
      );
    } else {
      this.#error('the line was changed, or is no line of an audit', torn.line);
    }
  }

  #settleTorn(): void {
    if (this.#torn === undefined) return;
    this.#error('the line was changed, or is no line of an audit', this.#torn.line);
    this.#torn = undefined;
    this.#link = undefined;
  }

  #unfinished(): void {
    this.#torn = undefined;
    this.#error('the last line is not whole: the file was cut, or its writer died and has not started again');
  }

  #error(message: string, line = this.#number): void {
    this.findings.push({ severity: 'error', file: this.#file, line, message });
  }

  #note(message: string, line = this.#number): void {
    this.findings.push({ severity: 'note', file: this.#file, line, message });
  }
}

function breakOf({ chain, seq, prev }: AuditLine, link: Link): string | undefined {
  if (chain !== link.chain) return `another audit (chain ${chain}) goes on here`;
  if (seq === link.seq) return `line ${seq} stands here twice`;
  if (seq < link.seq) return `line ${seq} stands behind line ${link.seq}: the order was changed`;
  if (seq === link.seq + 2) return `line ${seq - 1} is missing`;
  if (seq > link.seq + 1) return `lines ${link.seq + 1} to ${seq - 1} are missing`;
  return prev === link.hash
    ? undefined
    : `line ${seq} does not carry on line ${link.seq}: one of them was replaced`;
}
