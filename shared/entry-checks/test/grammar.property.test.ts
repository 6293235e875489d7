import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkEntry, type Entry, type LocalEntry } from '../src/index.ts';

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
