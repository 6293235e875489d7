import type { Instruction } from '../program.ts';
import type { Arities } from './arities.ts';

/** Registers, from the first to the last. */
export type Span = readonly [first: number, last: number];

/** SQLite takes at most so many arguments of a function; two more are told of a virtual table. */
const MOST_ARGUMENTS = 1_002;

/**
 * The registers that instructions read, and behind `>` those that they write: `1` is the register in P1, `3@4` are as many
 * from P3 on as P4 says, `2..3` those from P2 to P3, and `2+` those from P2 on, whose number is not told. Those that only
 * hand values on are not here but in `follow.ts`. What is in neither is refused.
 */
const OPERANDS: Readonly<Record<string, string>> = {
  ...each(
    'Init Goto Gosub Return InitCoroutine EndCoroutine Yield Once Jump Noop Explain Trace ReleaseReg',
    '',
  ),
  ...each('Transaction TableLock CursorLock CursorUnlock CursorHint ColumnsUsed Permutation ElseEq', ''),
  ...each('OpenRead ReopenIdx OpenDup OpenAutoindex OpenEphemeral SorterOpen OpenPseudo VOpen Close', ''),
  ...each('Rewind Last Next Prev Sort SorterSort SorterNext VNext IfEmpty NullRow Delete ResetSorter', ''),
  ...each('SeekScan SeekHit SeekEnd DeferredSeek FinishSeek SequenceTest', ''),
  ...each('Affinity RealAffinity ClrSubtype', ''),
  ...each(
    'Integer Int64 Real String8 Blob Variable BeginSubrtn Sequence NewRowid Rowid IdxRowid Count',
    '> 2',
  ),
  ...each('Halt HaltIfNull SeekRowid NotExists', '3'),
  ...each('If IfNot IsNull NotNull IfPos IfNotZero DecrJumpZero SetSubtype', '1'),
  ...each('MustBeInt AddImm Cast AggFinal', '1 > 1'),
  ...each('Not BitNot IsTrue GetSubtype', '1 > 2'),
  ...each('Eq Ne Lt Le Gt Ge RowSetTest', '1 3'),
  ...each('Concat Add Subtract Multiply Divide Remainder And Or', '1 2 > 3'),
  ...each('BitAnd BitOr ShiftLeft ShiftRight', '1 2 > 3'),
  ...each('SeekGE SeekGT SeekLE SeekLT Found NotFound NoConflict IfNoHope IdxGE IdxGT IdxLE IdxLT', '3@4'),
  ...each('Filter FilterAdd', '1 3@4'),
  ...each('Function PureFunc', '2+ > 3'),
  ...each('AggStep AggStep1 AggInverse', '2@5 3 > 3'),
  ...each('IfNullRow VColumn', '> 3'),
  String: '3 > 2',
  Null: '> 2..3',
  SoftNull: '> 1',
  CollSeq: '> 1',
  ZeroOrNull: '1 3 > 2',
  OffsetLimit: '1 3 > 2',
  MemMax: '1 2 > 1',
  AggValue: '1 > 3',
  RowSetAdd: '1 2',
  RowSetRead: '1 > 3',
  IdxDelete: '2@5',
  VFilter: '3+',
  VInitIn: '> 2',
};

interface Operands {
  reads: readonly string[];
  writes: readonly string[];
}

const PARSED = new Map(Object.entries(OPERANDS).map(([opcode, text]) => [opcode, parsed(text)]));

/** The registers that an instruction reads and writes. Undefined for one that is not known. */
export function operandsOf(
  instruction: Instruction,
  arities: Arities,
): { reads: Span[]; writes: Span[] } | undefined {
  const operands = PARSED.get(instruction.opcode);
  if (operands === undefined) return undefined;
  const spans = (list: readonly string[]) => list.map((text) => spanOf(text, instruction, arities));
  return { reads: spans(operands.reads), writes: spans(operands.writes) };
}

function each(opcodes: string, operands: string): Record<string, string> {
  return Object.fromEntries(opcodes.split(' ').map((opcode) => [opcode, operands]));
}

function parsed(text: string): Operands {
  const [reads = '', writes = ''] = text.split('>');
  const list = (part: string) => part.split(' ').filter((span) => span !== '');
  return { reads: list(reads), writes: list(writes) };
}

function spanOf(text: string, instruction: Instruction, arities: Arities): Span {
  const at = (place: string | undefined) => Number(instruction[`p${place}` as keyof Instruction]);
  const first = at(text[0]);
  if (text.endsWith('+')) return [first, first + argumentsOf(instruction, arities) - 1];
  if (text.includes('..')) return [first, Math.max(first, at(text.at(-1)))];
  // A key of one register has no number of registers, or it is 0.
  if (text.endsWith('@4')) return [first, first + Math.max(1, at('4') || 1) - 1];
  return [first, text.endsWith('@5') ? first + at('5') - 1 : first];
}

/**
 * A function is written as `substr(3)`, or with a negative number where it takes any number of arguments. What is written
 * in another way is no function, and no name that a statement may have given to something else is its own.
 */
function argumentsOf({ p4 }: Instruction, arities: Arities): number {
  const [, name, fixed] = /^(.+)\((-?\d+)\)$/.exec(p4) ?? [];
  if (name === undefined) return MOST_ARGUMENTS;
  const count = Number(fixed);
  return count >= 0 ? count : (arities.get(name.toLowerCase()) ?? MOST_ARGUMENTS);
}
