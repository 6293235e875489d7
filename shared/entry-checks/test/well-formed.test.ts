import { describe, expect, it } from 'vitest';
import { checkEntry, type Entry } from '../src/index.ts';

const GOOD = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: {} };
const AT = { transport: 'http', url: 'https://mcp.example.com', headers: {} };

describe('an entry from a file that holds anything', () => {
  it.each([
    ['name has to be a text', 1, GOOD],
    ['entry has to be an object', 'x', null],
    ['entry has to be an object', 'x', []],
    ['entry.command has to be a text', 'x', { ...GOOD, command: ['npx'] }],
    ['entry.args has to be a list', 'x', { ...GOOD, args: '-c calc' }],
    ['entry.args[1] has to be a text', 'x', { ...GOOD, args: ['-y', {}] }],
    ['entry.env has to be an object', 'x', { ...GOOD, env: ['A=1'] }],
    ['entry.env.A has to be an object', 'x', { ...GOOD, env: { A: 1 } }],
    ['entry.env.A\\u{202e}.name has to be a text', 'x', { ...GOOD, env: { 'A\u202e': { kind: 'env' } } }],
    ['entry.cwd has to be a text', 'x', { ...GOOD, cwd: 1 }],
    ['entry.url has to be a text', 'x', { ...AT, url: new URL('https://mcp.example.com') }],
    ['entry.url has to be a text', 'x', {}],
    ['entry.headers has to be an object', 'x', { ...AT, headers: undefined }],
  ])('throws that %s', (message, name, entry) => {
    expect(() => checkEntry(name as string, entry as unknown as Entry, { scope: 'user' })).toThrow(
      new TypeError(message),
    );
  });

  it('is read as long as systems would start it', () => {
    const { findings } = checkEntry(
      'x',
      { ...GOOD, args: [...GOOD.args, 'x'.repeat(8_191)] },
      { scope: 'user' },
    );
    expect(findings).toEqual([]);
  });

  it('is read in time that grows with it and not with its square', () => {
    const args = [
      ...GOOD.args,
      ...['Ж', `x${'\u0301'.repeat(7)}`, 'x'].map((word) => word.repeat(8_000).slice(0, 8_000)),
    ];
    for (let entries = 0; entries < 20; entries += 1)
      expect(checkEntry('x', { ...GOOD, args }, { scope: 'user' }).findings).toEqual([]);
  });

  it('is not repeated where it is too long', () => {
    const { findings } = checkEntry('x', { ...GOOD, command: 'x'.repeat(100_000) }, { scope: 'user' });
    expect(findings).toEqual([
      {
        code: 'too-long',
        severity: 'refused',
        message: 'entry: a text of 100000 characters is more than a system starts.',
        fix: 'Put long values into a file that the server reads.',
      },
    ]);
  });
});
