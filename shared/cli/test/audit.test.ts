import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditLines, type Told } from './fixture/audit-lines.ts';

/** Gives a program a terminal; the one of util-linux. */
const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
const main = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A folder with an audit, and the command line. */
function desk(told: readonly Told[] = [{}, {}, {}]) {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'audit.jsonl');
  const lines = auditLines(told);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  const ashlar = (...args: string[]) =>
    spawnSync(process.execPath, [main, ...args], {
      encoding: 'utf8',
      // Colours are asked for, and there is no terminal.
      env: { PATH: process.env.PATH, FORCE_COLOR: '1' },
    });
  return { file, lines, ashlar };
}

describe('ashlar audit verify', () => {
  it('says what it has read, from when to when, and where the chain stands', () => {
    const { file, lines, ashlar } = desk();
    const { hash, chain } = JSON.parse(lines.at(-1) ?? '');
    const { status, stdout, stderr } = ashlar('audit', 'verify', file, '--head', hash);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `ok: 4 lines in 1 file, unbroken from 2026-01-01T00:00:00.000Z to 2026-01-01T00:00:03.000Z.\nhead: ${hash} (line 4 of chain ${chain})\n`,
    );
  });

  it.each([
    [
      'changed',
      (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('"ok"', '"no"')),
      /:2: the line was changed/,
    ],
    ['missing', (lines: string[]) => lines.toSpliced(1, 1), /:2: line 2 is missing/],
    ['missing in a row', (lines: string[]) => lines.toSpliced(1, 2), /:2: lines 2 to 3 are missing/],
    [
      'twice there',
      (lines: string[]) => lines.toSpliced(1, 0, lines[1] ?? ''),
      /:3: line 2 stands here twice/,
    ],
    [
      'at another place',
      (lines: string[]) => [lines[0], lines[2], lines[1], lines[3]],
      /:3: line 2 stands behind line 3/,
    ],
    [
      'foreign',
      (lines: string[]) => lines.toSpliced(2, 0, '{"hello":"world"}'),
      /:3: the line was changed, or is no line/,
    ],
    [
      'missing at the beginning',
      (lines: string[]) => lines.slice(1),
      /:1: the audit begins with line 2: the lines before/,
    ],
  ])('names file and line of one that is %s, and ends with 1', (_, change, message) => {
    const { file, lines, ashlar } = desk();
    writeFileSync(
      file,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const { status, stdout } = ashlar('audit', 'verify', file);
    expect(status).toBe(1);
    expect(stdout).toMatch(message);
    expect(stdout).toContain(file);
    expect(stdout).toMatch(/BROKEN: \d faults? in \d lines in 1 file\.\n$/);
  });

  it('finds an end that was cut by a head that was noted', () => {
    const { file, lines, ashlar } = desk();
    const { hash } = JSON.parse(lines.at(-1) ?? '');
    writeFileSync(file, `${lines.slice(0, 2).join('\n')}\n`);
    expect(ashlar('audit', 'verify', file).status).toBe(0);
    const { status, stdout } = ashlar('audit', 'verify', file, '--head', hash);
    expect([status, stdout]).toEqual([1, expect.stringContaining(`no line has the hash ${hash}`)]);
  });

  it('says of a last line without an end what it may be', () => {
    const { file, ashlar } = desk();
    appendFileSync(file, '{"chain":"');
    const { status, stdout } = ashlar('audit', 'verify', file);
    expect([status, stdout]).toEqual([1, expect.stringContaining(':5: the last line is not whole')]);
  });

  it('takes the files that were full before, or files in any order', () => {
    const { file, lines, ashlar } = desk([{}, { event: 'continued' }, {}, { event: 'continued' }, {}]);
    const [one, two] = [`${file}.20260101T000000Z-1`, `${file}.20260101T000000Z-3`];
    writeFileSync(one, `${lines.slice(0, 2).join('\n')}\n`);
    writeFileSync(two, `${lines.slice(2, 4).join('\n')}\n`);
    writeFileSync(file, `${lines.slice(4).join('\n')}\n`);
    for (const files of [[file], [file, one, two]]) {
      expect(ashlar('audit', 'verify', ...files).stdout).toMatch(/^ok: 6 lines in 3 files/);
    }
    expect(ashlar('audit', 'verify', file, one).stdout).toContain('lines 3 to 4 are missing');
    expect(ashlar('audit', 'verify', two, file)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(':1: note: the audit begins with line 3: older files were not given'),
    });
  });
});

describe('ashlar audit tail', () => {
  it('shows the last lines to people, without colour where nobody looks', () => {
    const { file, ashlar } = desk([{}, { error: 'not_found' }, { name: 'evil\u001b[31m\u202e' }]);
    const { stdout } = ashlar('audit', 'tail', file, '-n', '2');
    expect(stdout.split('\n')).toEqual([
      '2026-01-01 00:00:02  not_found     notes tool read_note  ann@acme (token) with editor 1  2.5 ms, 100 B, ~25 tokens  {"path":"a"}',
      '2026-01-01 00:00:03  ok            notes tool evil\\u{1b}[31m\\u{202e}  ann@acme (token) with editor 1  2.5 ms, 100 B, ~25 tokens  {"path":"a"}',
      '',
    ]);
  });

  it.skipIf(!hasTerminal)('has colours on a terminal, and none where NO_COLOR is set (needs script)', () => {
    const { file } = desk([{ error: 'not_found' }]);
    const onTerminal = (NO_COLOR: string) =>
      spawnSync('script', ['-qec', `'${process.execPath}' '${main}' audit tail '${file}'`, '/dev/null'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, TERM: 'xterm', NO_COLOR },
      }).stdout;
    expect(onTerminal('')).toContain('\u001b[31mnot_found');
    expect(onTerminal('1')).toContain('not_found');
    expect(onTerminal('1')).not.toContain('\u001b[');
  });

  it('does not show what was changed', () => {
    const { file, lines, ashlar } = desk();
    writeFileSync(file, `${lines.with(3, (lines[3] ?? '').replace('"ok"', '"no"')).join('\n')}\n`);
    expect(ashlar('audit', 'tail', file, '-n', '1').stdout).toBe(
      '(a line that was changed or cut: see ashlar audit verify)\n',
    );
  });

  it('follows, also into the next file, and ends at once at Ctrl-C', async () => {
    const { file, lines, ashlar: _ } = desk([{}, { name: 'two' }, { event: 'continued' }, { name: 'four' }]);
    writeFileSync(file, `${lines[0]}\n`);
    const child = spawn(process.execPath, [main, 'audit', 'tail', '-f', file]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const shown = async (word: string) => {
      while (!text.includes(word)) await once(child.stdout, 'data');
    };
    await shown('started');
    appendFileSync(file, `${lines[1]}\n${lines[2]?.slice(0, 50)}`);
    appendFileSync(file, `${lines[2]?.slice(50)}\n`);
    await shown('two');
    writeFileSync(`${file}.next`, `${lines[3]}\n${lines[4]}\n`);
    renameSync(`${file}.next`, file);
    await shown('four');
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit');
    expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
    expect(text.trimEnd().split('\n')).toHaveLength(5);
  });
});

describe('ashlar usage', () => {
  const told: Told[] = [
    {},
    { caller: { subject: 'bob', via: 'key' }, error: 'timeout' },
    { name: 'list_notes' },
    { caller: null, error: 'forbidden' },
  ];
  const rows = (stdout: string) => stdout.split('\n').map((line) => line.trim().split(/ {2,}/));

  it.each([
    [
      [],
      [
        ['ann@acme', '2', '0', '0.0 s', '200', '300', '50'],
        ['(nobody known)', '1', '1', '0.0 s', '100', '300', '25'],
      ],
    ],
    [
      ['--by', 'tenant'],
      [
        ['acme', '2', '0', '0.0 s', '200', '300', '50'],
        ['(no tenant)', '1', '1', '0.0 s', '100', '300', '25'],
      ],
    ],
    [
      ['--by', 'tool'],
      [
        ['notes tool read_note', '3', '2', '0.0 s', '300', '120', '75'],
        ['notes tool list_notes', '1', '0', '0.0 s', '100', '0', '25'],
      ],
    ],
  ])('%j adds up calls, failures, time, bytes and tokens', (args, expected) => {
    const { file, ashlar } = desk(told);
    const { status, stdout } = ashlar('usage', file, ...args);
    expect(status).toBe(0);
    expect(rows(stdout).slice(1, 3)).toEqual(expected);
    expect(rows(stdout)).toContainEqual(['all', '4', '2', '0.0 s', '400', '100']);
  });

  it('knows since when', () => {
    const { file, ashlar } = desk(told);
    const { stdout } = ashlar('usage', file, '--since', '2026-01-01T00:00:03Z', '--json');
    const each = { calls: 1, ms: 3, bytes: 100, definitionTokens: 300, resultTokens: 25 };
    expect(JSON.parse(stdout)).toEqual([
      { name: '(nobody known)', failed: 1, ...each },
      { name: 'ann@acme', failed: 0, ...each },
    ]);
    expect(ashlar('usage', file, '--since', '1h').stdout).toBe('No call was recorded in that time.\n');
  });

  it('counts nothing that was changed, and says so', () => {
    const { file, lines, ashlar } = desk();
    writeFileSync(file, `${lines.with(1, (lines[1] ?? '').replace('"out":25', '"out":99')).join('\n')}\n`);
    const { stdout, stderr } = ashlar('usage', file, '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ calls: 2, resultTokens: 50 }]);
    expect(stderr).toBe(
      'Not counted, because they were changed or cut: 1 of the lines; see ashlar audit verify.\n',
    );
  });
});

it.each([
  [['audit'], 'What to do is missing: verify or tail. See ashlar audit --help.'],
  [['audit', 'erase'], 'erase'],
  [['audit', 'verify'], '<file> is missing'],
  [['audit', 'verify', '/no/such'], '/no/such is not there'],
  [['audit', 'verify', '/tmp'], '/tmp is not a file'],
  [['audit', 'verify', main, '--head', 'abc'], '--head'],
  [['audit', 'tail', main, '-n', 'many'], '-n'],
  [['audit', 'tail', main, main], 'one file'],
  [['audit', 'tail', main, '--folow'], '--folow'],
  [['usage', main, '--by', 'moon'], '--by'],
  [['usage', main, '--since', 'lately'], '--since'],
])('%j is answered with a sentence and exit code 2', (args, named) => {
  const { status, stdout, stderr } = desk().ashlar(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(named);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it.each([['audit', 'verify'], ['audit', 'tail'], ['usage']])(
  'says of a file without lines that it is no audit, before all of it is read: %j',
  (...command) => {
    const { file, ashlar } = desk();
    writeFileSync(file, '');
    truncateSync(file, 6 * 1024 ** 3);
    const { status, stdout, stderr } = ashlar(...command, file);
    const sentence = `ashlar: ${file} is no audit: it has a line of more than 8 MiB.\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: sentence });
  },
);
