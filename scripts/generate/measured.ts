import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../shared/kit/src/generate/parts.ts';

/** What the README says first of what the benches have measured: a server, and the row of its table. */
const ROWS: readonly (readonly [server: string, row: string])[] = [
  ['filesystem', 'start to first answer'],
  ['filesystem', 'tools/list, model-visible'],
  ['filesystem', 'packages installed'],
  ['sql', 'tokens of that answer'],
  ['vault', 'search for a rare word, p50'],
];
/** The words of rows that mean nothing without those before them. */
const INSTEAD: Readonly<Record<string, string>> = {
  'tools/list, model-visible': 'tools, as a model reads them',
  'tokens of that answer': 'an answer of 1,000 rows',
  'search for a rare word, p50': 'a search of 10,000 notes',
};

/** Some figures beside a published server of the same kind, from the tables that `npm run bench` has written. */
export function measured(root: string): string {
  const rows = ROWS.map(([server, row]) => {
    const lines = readFileSync(join(root, 'servers', server, 'README.md'), 'utf8').split('\n');
    const cells = (start: string) =>
      lines
        .find((line) => line.startsWith(start))
        ?.split('|')
        .map((cell) => cell.trim());
    const [, , ours = '', theirs = ''] = cells(`| ${row}`) ?? [];
    const [, , , peer = ''] = cells('| what | ours |') ?? [];
    if (ours === '' || theirs === '')
      throw new Error(`servers/${server}/README.md: no '${row}' was measured.`);
    return [
      `[${server}](servers/${server}/README.md#numbers)`,
      INSTEAD[row] ?? row,
      ours,
      `${theirs} (${peer})`,
    ];
  });
  return table(['server', 'measured', 'here', 'elsewhere'], rows);
}
