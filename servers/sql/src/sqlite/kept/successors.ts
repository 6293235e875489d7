import type { Instruction } from '../program.ts';

/** Instructions that go on at P2 or with the next one. */
const BRANCHES = new Set(
  [
    'Once If IfNot IsNull NotNull IsType IfPos IfNotZero DecrJumpZero MustBeInt IfNullRow IfEmpty',
    'Eq Ne Lt Le Gt Ge ElseEq RowSetTest RowSetRead Filter SequenceTest',
    'SeekGE SeekGT SeekLE SeekLT SeekRowid NotExists Found NotFound NoConflict IfNoHope SeekScan',
    'IdxGE IdxGT IdxLE IdxLT Rewind Last Next Prev Sort SorterSort SorterNext VFilter VNext',
  ].flatMap((line) => line.split(' ')),
);

/** For each instruction of a program, where it may go on: every way that it can take, and perhaps some that it cannot. */
export function successors(program: readonly Instruction[]): (readonly number[])[] {
  const resumed = resumptions(program);
  const within = (to: number) => to >= 0 && to < program.length;
  return program.map(({ opcode, p1, p2, p3 }, at) => {
    const next = at + 1;
    if (opcode === 'Halt') return [];
    if (opcode === 'Goto' || opcode === 'Gosub') return [p2];
    if (opcode === 'Jump') return [p1, p2, p3];
    if (opcode === 'Init') return p2 === 0 ? [next] : [p2];
    if (opcode === 'InitCoroutine') return p2 === 0 ? [next] : [p2];
    if (opcode === 'Return' || opcode === 'Yield' || opcode === 'EndCoroutine') {
      return [next, ...(resumed.get(p1) ?? [])].filter(within);
    }
    return BRANCHES.has(opcode) && p2 > 0 ? [next, p2] : [next];
  });
}

/** By the register that holds where to go on: all places that it may hold. */
function resumptions(program: readonly Instruction[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  const add = (register: number, ...to: number[]) =>
    places.set(register, [...(places.get(register) ?? []), ...to]);
  for (const [at, { opcode, p1, p2, p3 }] of program.entries()) {
    if (opcode === 'Gosub') add(p1, at + 1);
    if (opcode === 'InitCoroutine') add(p1, p3);
    if (opcode === 'Yield') add(p1, at + 1, ...(p2 > 0 ? [p2] : []));
    if (opcode === 'EndCoroutine') add(p1, at);
    if (opcode === 'Integer') add(p2, p1 + 1);
  }
  return places;
}
