import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandError } from '../../src/command-error.ts';
import { checkEntry } from '../../src/entry-checks/check-entry.ts';
import { type Entry, isLocal, type LocalEntry, type Value } from '../../src/entry-checks/entry.ts';
import { entriesOf, FORMATS } from '../../src/host-files/edit.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import { readEntry } from '../../src/hosts/read-entry.ts';
import { withoutServer, withServer } from '../../src/servers/edit-server.ts';
import { planFor } from '../../src/servers/plan.ts';
import { SAMPLES } from '../fixture/host-samples.ts';

/** Parts of words: what means something to shells, and what does not. */
const PART = fc.constantFrom(
  ...[
    'a',
    'docs',
    '/srv',
    '-',
    '--',
    '=',
    ':',
    ',',
    '.',
    '~',
    '*',
    '?',
    '[x]',
    '{a,b}',
    '(x)',
    "'",
    '\\',
    ' ',
    '#',
    '@',
    '+',
    '!',
    '%',
    '%20',
  ],
  ...[
    ';',
    '&',
    '&&',
    '||',
    '|',
    '`',
    '$(',
    ')',
    '${',
    '}',
    '$CANARY',
    '\u0024{CANARY}',
    '%CANARY%',
    '>',
    '>>',
    '<',
    '<<',
    '"',
    '\n',
    '\r',
    '\0',
    '^',
  ],
  ...[
    '; touch made',
    '`touch made`',
    '$(touch made)',
    '| touch made',
    '> made',
    '\ntouch made\n',
    '&touch made',
    'ü',
    'Ж',
    '；',
    '\u202e',
  ],
);
const WORD = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('/srv/docs', '--read-only', '--deny', '*.env', 'my notes', 'a=b', ''),
  },
  { weight: 2, arbitrary: fc.array(PART, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')) },
);
const START = fc.constantFrom(
  ['npx', '-y', '@ashlar/vault@1.0.0'],
  ['npx', '-y', '-p', '@ashlar/sql@1.0.0', 'ashlar-sql'],
  ['cmd', '/c', 'npx', '-y', '@ashlar/vault@1.0.0'],
  ['uvx', 'mcp-server-git==2026.1.14'],
  ['docker', 'run', '-i', '--rm', 'mcp/git'],
  ['node', '/opt/server/index.js'],
  ['python', '-m', 'mcp_server_git'],
);
/** Mostly an entry as it should be, sometimes with a word put in anywhere. */
const ENTRY = fc
  .record({
    start: START,
    words: fc.array(WORD, { maxLength: 3 }),
    put: fc.option(fc.record({ word: WORD, at: fc.nat(4) })),
  })
  .map(({ start, words, put }): LocalEntry => {
    const all = [...start, ...words];
    if (put !== null) all.splice(Math.min(put.at, all.length), 0, put.word);
    const [command = '', ...args] = all;
    return { command, args, env: {} };
  });

function passes(entry: Entry): boolean {
  return checkEntry('server', entry, { scope: 'user' }).findings.every(
    ({ severity }) => severity !== 'refused',
  );
}

describe.skipIf(process.platform === 'win32')('no entry that passes', () => {
  const hasBash = spawnSync('bash', ['-c', ':']).error === undefined;

  it.each(hasBash ? ['sh', 'bash'] : ['sh'])(
    'makes %s do or know anything, should one come in between',
    (shell) => {
      const folder = mkdtempSync(join(tmpdir(), 'ashlar-shell-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const env = { CANARY: 'sung', PATH: process.env.PATH };
      // Each line for itself. Without the names of files that a * would be: those are all that a shell may put in.
      const script = `set -f; while IFS= read -r line; do (eval "printf '%s\\n' $line"); done 2>/dev/null`;
      let passed = 0;
      fc.assert(
        fc.property(fc.array(ENTRY, { minLength: 200, maxLength: 200 }), (entries) => {
          const lines = entries.filter(passes).map(({ command, args }) => [command, ...args].join(' '));
          passed += lines.length;
          const { stdout } = spawnSync(shell, ['-c', script], {
            cwd: folder,
            encoding: 'utf8',
            env,
            input: `${lines.join('\n')}\n`,
          });
          expect(stdout).toContain('npx');
          expect(readdirSync(folder)).toEqual([]);
          expect(stdout).not.toContain('sung');
        }),
        { numRuns: 8 },
      );
      expect(passed).toBeGreaterThan(300);
    },
  );
});

const TEXT = fc.string({ unit: 'grapheme', maxLength: 12 });
const VALUE: fc.Arbitrary<Value> = fc.oneof(
  TEXT,
  fc.constantFrom(
    'yes',
    'null',
    '1',
    '1.0',
    '~',
    '- a',
    'a: b',
    '# x',
    "'",
    '\\u0041',
    '{}',
    '[]',
    '!tag',
    '&a',
    '*a',
    '%x',
    '@x',
    '|',
    '>-',
    ' x ',
    '"""',
    '\u0024{X}',
    '$X',
    '{env:X}',
  ),
);
const VARIABLES = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{2,8}$/), VALUE, { maxKeys: 3 });
const HEADERS = fc.dictionary(fc.stringMatching(/^X-[A-Za-z0-9]{1,6}$/), VALUE, { maxKeys: 2 });
const WRITTEN: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({
      args: fc.array(fc.oneof(TEXT, WORD), { maxLength: 3 }),
      env: VARIABLES,
      isSecret: fc.boolean(),
    })
    .map(
      ({ args, env, isSecret }): Entry => ({
        command: 'npx',
        args: ['-y', '@ashlar/vault@1.0.0', ...args],
        env: { ...env, ...(isSecret && { API_TOKEN: { kind: 'env', name: 'API_TOKEN' } }) },
      }),
    ),
  fc.record({ path: fc.webPath(), headers: HEADERS, isSecret: fc.boolean() }).map(
    ({ path, headers, isSecret }): Entry => ({
      transport: 'http',
      url: `https://mcp.example.com${path}`,
      headers: {
        ...headers,
        ...(isSecret && { Authorization: { kind: 'env', name: 'API_TOKEN', before: 'Bearer ' } }),
      },
    }),
  ),
);

const PLACES = Object.entries(HOSTS).flatMap(([id, host]) =>
  (['user', 'project'] as const).flatMap((scope) => {
    const place = host.place(scope, { platform: 'linux', env: {}, home: '/h', cwd: '/p' });
    return place === undefined ? [] : [{ id, host, scope, place }];
  }),
);

/** Where values come from is the host's word for it. */
function plain(entry: Entry): unknown {
  const values = (given: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : { ...value, kind: 'any' },
      ]),
    );
  return isLocal(entry) ? { ...entry, env: values(entry.env) } : { ...entry, headers: values(entry.headers) };
}

describe.each(PLACES)('an entry that passes, in $id for a $scope,', ({ id, host, scope, place }) => {
  const format = FORMATS[place.format];
  const shape = place.shape ?? host.shape;
  const samples = place.format === 'json' && id === 'continue' ? undefined : SAMPLES[id];

  it('is read as what it was, and leaves the file as it was', () => {
    let written = 0;
    fc.assert(
      fc.property(WRITTEN, fc.constantFrom('', ...(samples ?? [])), (entry, text) => {
        if (!passes(entry)) return;
        const at = host.collection?.(format.data(text)) ?? place.at;
        const open = {
          id,
          host,
          scope,
          shape,
          format,
          at,
          entries: [],
          file: { path: 'file', text, bytes: Buffer.from(text) },
        };
        const edited = tried(() => withServer(planFor(open, 'fresh', entry), {}));
        if (edited === undefined) return;
        written += 1;
        const found = entriesOf(format.data(edited.text), at).find(([name]) => name === 'fresh')?.[1];
        const back = readEntry(found, shape) as Entry;
        const isSecretElsewhere = shape.references.isInherited === true;
        if (!isSecretElsewhere) expect(plain(back)).toEqual(plain(entry));
        const file = { ...open.file, text: edited.text };
        expect(withoutServer({ ...open, file }, 'fresh', edited.made, edited.inputs).text).toBe(text);
      }),
      { numRuns: 100 },
    );
    expect(written).toBeGreaterThan(5);
  });
});

/** What a host cannot be told is refused, with a sentence. */
function tried<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
