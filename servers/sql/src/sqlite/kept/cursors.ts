import type { Instruction } from '../program.ts';
import { joined, type Taint } from './taint.ts';

/** What a program's cursors are opened on, and what is masked of the rows behind them. */
export class Cursors {
  /** By number: what is masked of a row; of copies, by the cursor that they are copies of. */
  readonly #rows = new Map<number, Taint>();
  readonly #copies = new Map<number, number>();
  /** Of those that stand for a record in a register: which registers. */
  readonly #registers = new Map<number, number[]>();
  readonly #keys = new Map<number, number>();
  /** Counts what was added, for who looks for an end. */
  #additions = 0;

  /** `tables` says what is masked of the rows of cursors on tables of the file. */
  constructor(program: readonly Instruction[], tables: ReadonlyMap<number, Taint>) {
    for (const [cursor, taint] of tables) this.#rows.set(cursor, taint);
    for (const { opcode, p1, p2, p4 } of program) {
      if (opcode === 'OpenDup') this.#copies.set(p1, p2);
      if (opcode === 'OpenPseudo') this.#registers.set(p1, [...(this.#registers.get(p1) ?? []), p2]);
      const compared = comparedColumns(opcode, p4);
      if (compared !== undefined) this.#keys.set(p1, Math.max(compared, this.#keys.get(p1) ?? 0));
    }
  }

  get additions(): number {
    return this.#additions;
  }

  row(cursor: number): Taint | undefined {
    return this.#rows.get(this.#original(cursor));
  }

  registersOf(cursor: number): readonly number[] | undefined {
    return this.#registers.get(cursor);
  }

  /** How many columns of a row, from the first on, may be compared with those of others. */
  compared(cursor: number): number {
    return this.#keys.get(this.#original(cursor)) ?? Number.POSITIVE_INFINITY;
  }

  /** A row is put in. */
  put(cursor: number, row: Taint | undefined): void {
    const original = this.#original(cursor);
    const before = this.#rows.get(original);
    const now = joined(before, row);
    if (now === before || now === undefined) return;
    this.#rows.set(original, now);
    this.#additions += 1;
  }

  #original(cursor: number): number {
    let original = cursor;
    for (let at = 0; at <= this.#copies.size; at++) original = this.#copies.get(original) ?? original;
    return original;
  }
}

/**
 * A key is written as `k(2,B,-NOCASE)`, with the number of its columns. A sorter compares these alone; an index without
 * a name also the next one, which is there to make it different from all others.
 */
function comparedColumns(opcode: string, key: string): number | undefined {
  const columns = Number(/^k\((\d+)/.exec(key)?.[1]);
  if (Number.isNaN(columns)) return undefined;
  if (opcode === 'SorterOpen') return columns;
  return opcode === 'OpenEphemeral' || opcode === 'OpenAutoindex' ? columns + 1 : undefined;
}
