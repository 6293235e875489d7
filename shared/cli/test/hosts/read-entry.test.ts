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
