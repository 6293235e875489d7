import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addEntry, FORMATS, removeEntry } from '../../src/host-files/edit.ts';
import type { Made } from '../../src/host-files/format.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import { planFor } from '../../src/servers/plan.ts';

const BLANK = fc.constantFrom('', ' ', '  ', '\t', '\n', '\n  ', '\n\t\t', '\r\n', '\r\n    ');
const COMMENT = fc.constantFrom('// a, "b": {}\n', '/* c, } */', '/* d\n e */', '//\r\n');
const GAP = fc.oneof(
  { weight: 4, arbitrary: BLANK },
  { weight: 1, arbitrary: fc.tuple(BLANK, COMMENT, BLANK).map((parts) => parts.join('')) },
);
const VALUE = fc.constantFrom(
  '1',
  'true',
  'null',
  '"x"',
  '"} // , {"',
  '[]',
  '[1, 2]',
  '{}',
  '{"k": [ {} ]}',
  '1.0e3',
);
const KEY = fc.stringMatching(/^[a-z]{1,3}$/);

/** An object as somebody may have typed it, around what stands in it. */
function object(members: fc.Arbitrary<string[]>): fc.Arbitrary<string> {
  const gaps = fc.array(GAP, { minLength: 12, maxLength: 12 });
  return fc.tuple(members, gaps, fc.boolean()).map(([list, [first = '', last = '', ...more], isTrailing]) => {
    const text = list
      .map((member, at) => `${more[2 * at] ?? ''}${member}${more[2 * at + 1] ?? ''}`)
      .join(',');
    return `{${first}${text}${isTrailing && list.length > 0 ? ',' : ''}${last}}`;
  });
}

const MEMBERS = fc
  .uniqueArray(fc.tuple(KEY, VALUE), { selector: ([key]) => key, maxLength: 3 })
  .map((all) => all.map(([key, value]) => `"${key}": ${value}`));
const SERVERS = object(MEMBERS);
const DOCUMENT = fc.oneof(
  fc.tuple(GAP, object(MEMBERS), GAP).map((parts) => parts.join('')),
  fc
    .tuple(
      GAP,
      object(
        fc
          .tuple(MEMBERS, SERVERS, fc.nat(3))
          .map(([members, servers, at]) => members.toSpliced(at, 0, `"mcpServers":${servers}`)),
      ),
      GAP,
    )
    .map((parts) => parts.join('')),
  BLANK,
);

it('whatever a file looks like, two servers come and go and leave it as it was', () => {
  const at = { path: ['mcpServers'] };
  const { json } = FORMATS;
  fc.assert(
    fc.property(DOCUMENT, fc.boolean(), (text, isFirstFirst) => {
      const one = addEntry(json, text, at, 'first-server', { command: 'npx', args: ['a'] });
      const two = addEntry(json, one.text, at, 'second-server', { url: 'x' });
      // The second finds what the first has made, and makes nothing.
      const made: Made = { ...one.made, ...two.made };
      const names = isFirstFirst ? ['first-server', 'second-server'] : ['second-server', 'first-server'];
      expect(names.reduce((left, name) => removeEntry(json, left, at, name, made), two.text)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

it('Claude Code on Windows gets npx by cmd.exe, and no other host', () => {
  const entry = { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env: {} };
  const fields = (id: string, platform: NodeJS.Platform) => {
    const host = HOSTS[id];
    if (host === undefined) throw new Error(`there is no ${id}`);
    const open = {
      id,
      host,
      scope: 'user',
      shape: host.shape,
      file: { path: '', text: '', bytes: undefined },
      format: FORMATS.json,
      at: { path: ['x'] },
      entries: [],
    } as const;
    const plan = planFor({ ...open, entries: [] }, 'vault', entry, platform);
    return { fields: plan.fields, findings: plan.findings };
  };
  expect(fields('claude-code', 'win32')).toEqual({
    fields: { command: 'cmd', args: ['/c', 'npx', ...entry.args] },
    findings: [],
  });
  expect(fields('claude-code', 'linux').fields).toEqual({ command: 'npx', args: entry.args });
  expect(fields('cursor', 'win32').fields).toEqual({ command: 'npx', args: entry.args });
});
