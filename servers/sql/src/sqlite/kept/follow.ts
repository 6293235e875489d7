import type { Instruction } from '../program.ts';
import type { Arities } from './arities.ts';
import { Cursors } from './cursors.ts';
import { KeptBack } from './kept-back.ts';
import { operandsOf, type Span } from './operands.ts';
import { successors } from './successors.ts';
import { columnOf, joined, joinedRegisters, type Registers, recordOf, type Taint } from './taint.ts';

/**
 * Follows masked values through a program, along every way that it can take, and gives the columns of its answer that may
 * hold one. Throws `KeptBack` where anything else is done with one than to hand it on: compared, computed with, sorted
 * by, or used to decide where to go on.
 */
export function followMasked(
  program: readonly Instruction[],
  tables: ReadonlyMap<number, Taint>,
  arities: Arities,
): Set<number> {
  const cursors = new Cursors(program, tables);
  const follower = new Follower(program, cursors, arities);
  // What is put into a table of the program may be read at an earlier place: until nothing is added.
  for (let before = -1; before !== cursors.additions; ) {
    before = cursors.additions;
    follower.follow();
  }
  return follower.shown;
}

class Follower {
  readonly shown = new Set<number>();
  readonly #program: readonly Instruction[];
  readonly #next: readonly (readonly number[])[];
  readonly #cursors: Cursors;
  readonly #arities: Arities;

  constructor(program: readonly Instruction[], cursors: Cursors, arities: Arities) {
    this.#arities = arities;
    this.#program = program;
    this.#next = successors(program);
    this.#cursors = cursors;
  }

  follow(): void {
    const before: (Registers | undefined)[] = [new Map()];
    const waiting = [0];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const after = this.#step(this.#program[at] as Instruction, before[at] as Registers);
      for (const next of this.#next[at] ?? []) {
        const known = before[next];
        const now = known === undefined ? after : joinedRegisters(known, after);
        if (now === known) continue;
        before[next] = now;
        waiting.push(next);
      }
    }
  }

  /** What is in the registers behind an instruction. */
  #step(instruction: Instruction, registers: Registers): Registers {
    const { opcode, p1, p2, p3 } = instruction;
    switch (opcode) {
      case 'Column':
        return written(registers, p3, this.#column(p1, p2, registers));
      case 'RowData':
        return written(registers, p2, this.#cursors.row(p1));
      case 'SorterData':
        return written(registers, p2, this.#cursors.row(p1));
      case 'MakeRecord':
        return written(registers, p3, recordOf(values(registers, p1, p2)));
      case 'Copy':
        return handedOn(registers, p1, p2, p3 + 1);
      case 'SCopy':
      case 'IntCopy':
        return handedOn(registers, p1, p2, 1);
      case 'Move':
        return handedOn(registers, p1, p2, p3);
      case 'ResultRow':
        return this.#show(registers, p1, p2);
      case 'Insert':
        refuseMasked(registers, [p3, p3]);
        return this.#put(p1, registers.get(p2), registers);
      case 'IdxInsert':
      case 'SorterInsert':
        return this.#put(p1, this.#unsorted(p1, registers.get(p2)), registers);
      case 'IsType':
        return this.#type(instruction, registers);
      case 'Compare':
        return this.#compare(instruction, registers);
      default:
        return this.#other(instruction, registers);
    }
  }

  #column(cursor: number, column: number, registers: Registers): Taint | undefined {
    const held = this.#cursors.registersOf(cursor)?.map((register) => registers.get(register)) ?? [];
    const row = [...held, this.#cursors.row(cursor)].reduce(joined, undefined);
    return columnOf(row, column);
  }

  #show(registers: Registers, first: number, count: number): Registers {
    for (const [at, taint] of values(registers, first, count).entries()) {
      if (taint !== undefined) this.shown.add(at);
    }
    return registers;
  }

  #put(cursor: number, row: Taint | undefined, registers: Registers): Registers {
    this.#cursors.put(cursor, row);
    return registers;
  }

  /** A row for a sorter or an index, which may be sorted by nothing that is masked. */
  #unsorted(cursor: number, row: Taint | undefined): Taint | undefined {
    if (row === undefined) return undefined;
    const compared = this.#cursors.compared(cursor);
    if (row !== 'all' && [...row.keys()].every((column) => column >= compared)) return row;
    throw new KeptBack('masked');
  }

  #type({ p1, p3 }: Instruction, registers: Registers): Registers {
    if (p1 === -1) refuseMasked(registers, [p3, p3]);
    else if (this.#column(p1, p3, registers) !== undefined) throw new KeptBack('masked');
    return registers;
  }

  /** Compares as many registers as it says, or those that the instruction in front of it names: `[2,0]`. */
  #compare(instruction: Instruction, registers: Registers): Registers {
    const { addr, p1, p2, p3, p5 } = instruction;
    const before = this.#program[addr - 1];
    const places = (p5 & 1) === 0 ? [...Array(p3).keys()] : permutation(before);
    for (const first of [p1, p2]) {
      for (const place of places) refuseMasked(registers, [first + place, first + place]);
    }
    return registers;
  }

  #other(instruction: Instruction, registers: Registers): Registers {
    const operands = operandsOf(instruction, this.#arities);
    if (operands === undefined) throw new KeptBack('unknown', { opcode: instruction.opcode });
    if (registers.size === 0) return registers;
    for (const span of operands.reads) refuseMasked(registers, span);
    const touched = operands.writes.some((span) => [...registers.keys()].some((one) => within(one, span)));
    if (!touched) return registers;
    return new Map([...registers].filter(([one]) => !operands.writes.some((span) => within(one, span))));
  }
}

function permutation(before: Instruction | undefined): number[] {
  const list = before?.opcode === 'Permutation' ? /^\[([\d,]+)\]$/.exec(before.p4)?.[1] : undefined;
  if (list === undefined) throw new KeptBack('unknown', { opcode: 'Compare' });
  return list.split(',').map(Number);
}

function refuseMasked(registers: Registers, span: Span): void {
  if (registers.size === 0) return;
  for (const register of registers.keys()) if (within(register, span)) throw new KeptBack('masked');
}

function within(register: number, [first, last]: Span): boolean {
  return register >= first && register <= last;
}

function values(registers: Registers, first: number, count: number): (Taint | undefined)[] {
  return Array.from({ length: count }, (_, at) => registers.get(first + at));
}

function handedOn(registers: Registers, from: number, to: number, count: number): Registers {
  let now = registers;
  for (const [at, taint] of values(registers, from, count).entries()) now = written(now, to + at, taint);
  return now;
}

function written(registers: Registers, register: number, taint: Taint | undefined): Registers {
  if (registers.get(register) === taint) return registers;
  const now = new Map(registers);
  if (taint === undefined) now.delete(register);
  else now.set(register, taint);
  return now;
}
