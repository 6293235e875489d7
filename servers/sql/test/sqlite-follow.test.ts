import { expect, it } from 'vitest';
import { followMasked } from '../src/sqlite/kept/follow.ts';
import type { Instruction } from '../src/sqlite/program.ts';

/** An instruction as SQLite writes it: `Column 0 1 5`, with P4 behind a bar and P5 behind another. */
function program(...lines: string[]): Instruction[] {
  return lines.map((line, addr) => {
    const [head = '', p4 = '', p5 = '0'] = line.split('|');
    const [opcode = '', p1 = 0, p2 = 0, p3 = 0] = head.trim().split(' ');
    return { addr, opcode, p1: Number(p1), p2: Number(p2), p3: Number(p3), p4, p5: Number(p5) };
  });
}

/** Of the table that cursor 0 is on, the second column is masked. */
function follow(...lines: string[]): number[] {
  const masked = new Map([[0, new Map([[1, 'all' as const]])]]);
  const all = program('Init 0 1', 'OpenRead 0 2', 'Column 0 1 5', ...lines, 'Halt');
  return [...followMasked(all, masked, new Map([['printf', 2]]))];
}

it.each([
  ['ResultRow 5 1', 'as it is'],
  ['Copy 5 9 0', 'ResultRow 9 1'],
  ['SCopy 5 9', 'ResultRow 9 1'],
  ['Move 5 9 1', 'ResultRow 9 1'],
  ['MakeRecord 4 2 9', 'OpenPseudo 3 9 2', 'Column 3 1 6', 'ResultRow 6 1'],
  ['OpenEphemeral 3 2', 'MakeRecord 4 2 9', 'Insert 3 9 8', 'OpenDup 4 3', 'Column 4 1 6', 'ResultRow 6 1'],
  [
    'SorterOpen 3 2 0|k(1,B)',
    'MakeRecord 4 2 9',
    'SorterInsert 3 9',
    'SorterData 3 8 4',
    'OpenPseudo 4 8 2',
    'Column 4 1 6',
    'ResultRow 6 1',
  ],
  ['InitCoroutine 20 7 5', 'Goto 0 7', 'Yield 20 0', 'EndCoroutine 20', 'Yield 20 9', 'ResultRow 5 1'],
])('sees it in the answer behind %s, %s', (...lines) => {
  expect(follow(...lines.filter((line) => line !== 'as it is'))).toEqual([0]);
});

it.each([
  ['Null 0 5', 'ResultRow 5 1'],
  ['Integer 1 5', 'Eq 5 4 6', 'ResultRow 5 1'],
  ['MakeRecord 4 2 9', 'OpenPseudo 3 9 2', 'Column 3 0 6', 'Eq 6 4 6', 'ResultRow 6 1'],
  ['Function 0 7 8|printf(-1)', 'ResultRow 8 1'],
  ['Compare 7 9 2', 'Jump 5 5 5', 'ResultRow 4 1'],
  ['Permutation|[0]', 'Compare 4 8 2||1', 'ResultRow 4 1'],
])('forgets it behind %s, %s', (...lines) => {
  expect(follow(...lines)).toEqual([]);
});

const READERS = [
  ...[
    'Eq 5 4 9',
    'Ne 9 4 5',
    'Lt 5 4 9',
    'If 5 4',
    'IsNull 5 4',
    'NotNull 5 4',
    'IfPos 5 4',
    'MustBeInt 5 4',
  ],
  ...['Concat 5 9 8', 'Add 9 5 8', 'Not 5 8', 'And 9 5 8', 'Cast 5 66', 'IsTrue 5 8', 'ZeroOrNull 9 8 5'],
  ...['Function 0 5 8|upper(1)', 'PureFunc 0 4 8|printf(-1)', 'Function 0 3 8|unknown(-1)', 'AggFinal 5 1'],
  ...[
    'AggStep 0 4 8|sum(1)|2',
    'SeekGE 1 4 4|2',
    'SeekRowid 1 4 5',
    'Found 1 4 5|0',
    'IdxGT 1 4 4|2',
    'VFilter 1 4 3',
  ],
  ...[
    'Filter 9 4 5|1',
    'FilterAdd 9 0 4|2',
    'RowSetTest 9 4 5',
    'RowSetAdd 9 5',
    'OffsetLimit 5 8 9',
    'Insert 1 9 5',
  ],
  ...[
    'Compare 5 9 1|k(1,B)',
    'Compare 9 4 2|k(2,B,B)',
    'IsType -1 4 5',
    'IsType 0 4 1',
    'HaltIfNull 0 0 5',
    'IdxDelete 1 4 0||2',
  ],
];

it.each(READERS)('refuses %s, which does more than to hand it on', (line) => {
  expect(() => follow(line)).toThrow('is masked');
});

it.each([
  [['OpenEphemeral 3 2 0|k(2,B,B)', 'MakeRecord 4 2 9', 'IdxInsert 3 9']],
  [['OpenEphemeral 3 2 0|k(1,B)', 'MakeRecord 4 2 9', 'IdxInsert 3 9']],
  [['SorterOpen 3 2 0|k(2,B,B)', 'MakeRecord 4 2 9', 'SorterInsert 3 9']],
  [['Permutation|[1,0]', 'Compare 4 8 1||1']],
])('refuses %s, which sorts by it', (lines) => {
  expect(() => follow(...lines)).toThrow('is masked');
});

it('follows it back to the start of a loop', () => {
  expect(() => follow('Eq 6 5 7', 'SCopy 5 6', 'Goto 0 3')).toThrow('is masked');
});

it('refuses what it does not know', () => {
  expect(() => follow('Newfangled 1 2 3')).toThrow('Newfangled');
  expect(() => follow('Compare 4 8 1||1')).toThrow('Compare');
});
