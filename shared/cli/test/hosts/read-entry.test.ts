import { checkEntry, type Entry } from '@ashlar/entry-checks';
import { expect, it } from 'vitest';
import { readEntries } from '../../src/hosts/read-entry.ts';
import { SHAPES } from '../../src/hosts/shapes.ts';

it('what is no text where one belongs is read as hosts would make one of it', () => {
  const odd = { toString: 1, valueOf: 1 };
  const fields = { command: 'npx', args: [['-e'], 1, null, odd, [odd]], env: { A: odd, B: true } };
  expect(readEntries(fields, SHAPES.claudeCode)).toEqual([
    {
      command: 'npx',
      args: ['-e', '1', 'null', '[object Object]', '[object Object]'],
      env: { A: '[object Object]', B: 'true' },
    },
  ]);
});

it('nothing is looked for in what is longer than any text of an entry', () => {
  const A = '{file:'.repeat(400_000);
  const fields = { type: 'local', command: ['npx'], environment: { A } };
  const [entry] = readEntries(fields, SHAPES.opencode);
  expect(checkEntry('x', entry as Entry, { scope: 'user' }).findings).toMatchObject([{ code: 'too-long' }]);
});
