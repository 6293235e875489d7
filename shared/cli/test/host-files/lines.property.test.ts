import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addEntry, FORMATS, removeEntry } from '../../src/host-files/edit.ts';
import type { Collection, Format, Made } from '../../src/host-files/format.ts';

/** What stands in YAML beside servers; `#` in a key is a number of its own. */
const BESIDE = fc.constantFrom(
  'k#: 1',
  'k#: "x: y" # said',
  'k#: |\n  text\n\n  # no comment',
  'k#: >-\n  text',
  'k#: [1, {a: b}]',
  'k#:\n  - x\n  # y\n  - z',
  'k#: # c\n  g: 1',
  '# a comment',
  '',
  '   # deep',
);
const SERVER = fc.constantFrom(
  's#:\n  cmd: x',
  's#: {cmd: x}',
  's#:\n  d: |\n    text\n  cmd: x # c',
  's#:\n    cmd: x\n\n    envs: {}',
  '# off:\n#  cmd: x',
  '',
  's#: # c\n  cmd: x\n  # about it',
);
const ITEM = fc.constantFrom(
  '- name: s#\n  cmd: x',
  '-   name: s#\n    cmd: x # c',
  '- {name: s#, cmd: x}',
  '# - off',
  '',
);
const EMPTY = fc.constantFrom(' {}', '', ' {} # none', ' # none', ' ~', ' null');

function numbered(parts: readonly string[]): string[] {
  return parts.map((part, at) => part.replaceAll('#:', `${at}:`).replaceAll(/s#(?=[,\n])/g, `s${at}`));
}

function indented(text: string, by: string): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

/** The servers of a file, as many as there may be, or in a way to say that there are none. */
function section(key: string, entry: fc.Arbitrary<string>, isList: boolean): fc.Arbitrary<string> {
  const some = fc
    .tuple(
      fc.array(entry, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('  ', '    ', ...(isList ? [''] : [])),
    )
    .map(([entries, by]) => {
      const inside = numbered(entries);
      return inside.some((each) => /^(s|-)/.test(each))
        ? `${key}:\n${indented(inside.join('\n'), by)}`
        : `${key}:`;
    });
  return fc.oneof(
    some,
    EMPTY.map((empty) => `${key}:${isList ? empty.replace('{}', '[]') : empty}`),
  );
}

function yamlFile(key: string, entry: fc.Arbitrary<string>, isList: boolean): fc.Arbitrary<string> {
  return fc
    .record({
      beside: fc.array(BESIDE, { maxLength: 4 }),
      servers: fc.option(section(key, entry, isList)),
      at: fc.nat(4),
      end: fc.constantFrom('', '\n', '\n\n'),
      isCrlf: fc.boolean(),
    })
    .map(({ beside, servers, at, end, isCrlf }) => {
      const parts = numbered(beside);
      const text = (servers === null ? parts : parts.toSpliced(at, 0, servers)).join('\n') + end;
      return isCrlf ? text.replaceAll('\n', '\r\n') : text;
    });
}

const TOML_PART = fc.constantFrom(
  '[t#]\na = 1',
  '[t#] # c\na = """\n[mcp_servers.x]\n"""',
  '[[l#]]\na = [\n  1, # c\n]',
  '[mcp_servers.s#]\ncommand = "x"\n\n[mcp_servers.s#.env]\nA = "1"',
  '# a comment',
  '',
  '[t#.u]\nb = { c = 1 }',
);
const TOML_FILE = fc
  .record({
    parts: fc.array(TOML_PART, { maxLength: 4 }),
    head: fc.constantFrom('', 'm = "x"', '# c', 'm.n = 1'),
    end: fc.constantFrom('', '\n', '\n\n'),
    isCrlf: fc.boolean(),
  })
  .map(({ parts, head, end, isCrlf }) => {
    const text =
      [head, ...parts.map((part, at) => part.replaceAll('#]', `${at}]`).replaceAll('#.', `${at}.`))].join(
        '\n',
      ) + end;
    return isCrlf ? text.replaceAll('\n', '\r\n') : text;
  });

const FILES: readonly [string, Format, Collection, fc.Arbitrary<string>][] = [
  ['a YAML map', FORMATS.yaml, { path: ['extensions'] }, yamlFile('extensions', SERVER, false)],
  [
    'a YAML list',
    FORMATS.yaml,
    { path: ['mcpServers'], listKey: 'name' },
    yamlFile('mcpServers', ITEM, true),
  ],
  ['TOML', FORMATS.toml, { path: ['mcp_servers'] }, TOML_FILE],
];

it.each(FILES)(
  'whatever %s looks like, two servers come and go and leave it as it was',
  (_, format, at, file) => {
    const entry = (name: string) => ({
      ...(at.listKey !== undefined && { [at.listKey]: name }),
      command: 'npx',
      args: ['a'],
      env: { A: 'b' },
    });
    fc.assert(
      fc.property(file, fc.boolean(), (text, isFirstFirst) => {
        const one = addEntry(format, text, at, 'first', entry('first'));
        const two = addEntry(format, one.text, at, 'second', entry('second'));
        const made: Made = { ...one.made, ...two.made };
        const names = isFirstFirst ? ['first', 'second'] : ['second', 'first'];
        expect(names.reduce((left, name) => removeEntry(format, left, at, name, made), two.text)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  },
);
