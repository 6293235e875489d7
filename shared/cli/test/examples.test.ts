import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkEntry, type Entry, type Finding } from '@ashlar/entry-checks';
import { describe, expect, it } from 'vitest';
import { entriesOf, FORMATS } from '../src/host-files/edit.ts';
import { HOSTS } from '../src/hosts/hosts.ts';
import { readEntries } from '../src/hosts/read-entry.ts';
import type { Shape } from '../src/hosts/shape.ts';
import { SHAPES } from '../src/hosts/shapes.ts';
import reference from './fixture/reference-entries.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LINUX = { platform: 'linux', env: {}, home: '/home/ann', cwd: '/srv/web' } as const;
/** What is wrong with every example that names no version: people are told, and it is not refused. */
const TOLD = ['unpinned'];

describe('every entry of the reference servers passes', () => {
  const shapes = { mcpServers: SHAPES.claudeCode, servers: SHAPES.vscode, context_servers: SHAPES.zed };

  it.each(reference.entries)('$readme: $key $name', ({ key, name, entry: fields }) => {
    const shape: Shape = shapes[key as keyof typeof shapes];
    const entries = readEntries(filledIn(fields), shape);
    expect(entries).toHaveLength(1);
    const found = findingsOf(name, entries, shape.references.pattern);
    expect(found.filter(({ code }) => !TOLD.includes(code))).toEqual([]);
  });

  it('of each of them', () => {
    const folders = new Set(reference.entries.map(({ readme }) => readme.split('/').at(-2)));
    const servers = ['everything', 'fetch', 'filesystem', 'git', 'memory', 'sequentialthinking', 'time'];
    expect([...folders]).toEqual(expect.arrayContaining(servers));
  });
});

describe('every entry of our own pages passes', () => {
  const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean);

  it('in files of hosts, in whatever notation', () => {
    const found = pages.flatMap((page) => examplesIn(page, readFileSync(join(ROOT, page), 'utf8')));
    expect(found.filter(({ entries }) => entries === 0)).toEqual([]);
    expect(found.filter(({ refused, shown }) => String(refused) !== String(shown))).toEqual([]);
    expect(found.length).toBeGreaterThan(5);
  });

  it('as a command', () => {
    const commands = pages.flatMap((page) =>
      commandsIn(readFileSync(join(ROOT, page), 'utf8')).map((words) => ({ page, words })),
    );
    expect(commands.length).toBeGreaterThan(15);
    for (const { page, words } of commands) {
      const [command = '', ...args] = words;
      const found = findingsOf('server', [{ command, args, env: {} }], undefined);
      expect({ page, words, found: found.filter(({ severity }) => severity === 'refused') }).toEqual({
        page,
        words,
        found: [],
      });
    }
  });

  it.each([
    [
      'a block of JSON',
      '```json\n{ "mcpServers": { "x": { "command": "sh", "args": ["-c", "x"] } } }\n```',
      'shell',
    ],
    [
      'a block with comments',
      '```jsonc\n{ "servers": { "x": { "url": "http://x.example.com" } }, }\n```',
      'url-insecure',
    ],
    [
      'a block of TOML',
      '```toml\n[mcp_servers.x]\ncommand = "node"\nargs = ["-e", "1"]\n```',
      'launcher-flag',
    ],
    ['a block of YAML', '```yaml\nextensions:\n  x:\n    type: stdio\n    cmd: sh\n```', 'shell'],
    ['a list in YAML', '```yml\nmcpServers:\n  - name: x\n    command: sh\n```', 'shell'],
    ['a block in a list', '- one\n\n  ```json\n  { "mcp": { "x": { "command": ["sh"] } } }\n  ```', 'shell'],
  ])('and %s is found', (_, page, code) => {
    expect(examplesIn('page', page).map(({ refused }) => refused)).toEqual([[code]]);
  });

  it('and one that the page shows to be refused is refused for just that', () => {
    const block = '```json\n{ "mcpServers": { "x": { "command": "sh" } } }\n```\n';
    const answer = '```text\nx  refused\n  refused (shell): command: sh\n```\n';
    expect(examplesIn('page', `${block}\n${answer}`)).toMatchObject([
      { refused: ['shell'], shown: ['shell'] },
    ]);
    expect(examplesIn('page', `${block}\n## Next\n\n${answer}`)).toMatchObject([{ shown: [] }]);
  });

  it('and one that is not understood is a fault', () => {
    expect(examplesIn('page', '```json\n{ "command": "sh" }\n```')).toMatchObject([{ entries: 0 }]);
    expect(examplesIn('page', '```json\n{ "command": "sh"\n```')).toMatchObject([{ entries: 0 }]);
  });
});

/** A part of a path in angle brackets is for the reader to fill in. */
function filledIn(fields: unknown): unknown {
  return JSON.parse(JSON.stringify(fields).replaceAll(/\/<[^<>]*>/g, '/path'));
}

function findingsOf(name: string, entries: readonly Entry[], pattern: RegExp | undefined): Finding[] {
  return entries.flatMap(
    (entry) => checkEntry(name, entry, { scope: 'project', reference: pattern }).findings,
  );
}

interface Example {
  page: string;
  text: string;
  /** How many were found; a block that seems to have some and has none is a fault of the page or of this test. */
  entries: number;
  refused: string[];
  /** What the page itself shows as refused below it: an entry that is there to be refused. */
  shown: string[];
}

/** Blocks that are, or look like, a part of some host's file, with what the checks say for the most tolerant such host. */
function examplesIn(page: string, text: string): Example[] {
  const blocks = [...text.matchAll(/^([ \t]*)```(json|jsonc|json5|toml|ya?ml)\b.*\n([\s\S]*?)^\1```/gm)];
  return blocks.flatMap(({ 0: block, 1: indent = '', 2: language = '', 3: body = '', index }) => {
    const below = text.slice(index + block.length).split(/^#|^[ \t]*```(?:json|toml|ya?ml)/m)[0] ?? '';
    const shown = [...below.matchAll(/^ {2}refused \(([a-z-]+)\): /gm)].map(([, code]) => code as string);
    const format = language.startsWith('json') ? 'json' : language === 'toml' ? 'toml' : 'yaml';
    const own = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const readings = placesOf(format).map((place) => readingIn(own, place));
    const best = readings
      .filter(({ entries }) => entries > 0)
      .sort((a, b) => a.refused.length - b.refused.length)[0];
    const seems =
      /["']?\b(command|cmd|url|httpUrl|serverUrl|uri|mcpServers|mcp_servers|context_servers)\b["']?\s*[:=]/.test(
        own,
      );
    return best === undefined && !seems
      ? []
      : [{ page, text: own, shown, ...(best ?? { entries: 0, refused: [] }) }];
  });
}

type Place = NonNullable<ReturnType<(typeof HOSTS)[string]['place']>> & {
  shape: (typeof SHAPES)[keyof typeof SHAPES];
};

function placesOf(format: string): Place[] {
  return Object.values(HOSTS).flatMap((host) =>
    (['user', 'project'] as const).flatMap((scope) => {
      const place = host.place(scope, LINUX);
      return place?.format === format
        ? [{ ...place, shape: (place.shape ?? host.shape) as Place['shape'] }]
        : [];
    }),
  );
}

function readingIn(text: string, { format, at, shape }: Place): { entries: number; refused: string[] } {
  const found = dataOf(text, format).flatMap((data) => entriesOf(data, at));
  const read = found.map(([name, fields]) => ({ name, entries: readEntries(fields, shape) }));
  const findings = read.flatMap(({ name, entries }) => findingsOf(name, entries, shape.references.pattern));
  return {
    entries: read.filter(({ entries }) => entries.length > 0).length,
    refused: [...new Set(findings.filter(({ severity }) => severity === 'refused').map(({ code }) => code))],
  };
}

function dataOf(text: string, format: Place['format']): unknown[] {
  try {
    return [FORMATS[format].data(text)];
  } catch {
    return [];
  }
}

/** `npx …` in code, as it stands in a line of its own or within one; `ashlar` itself is started by people. */
function commandsIn(text: string): string[][] {
  const joined = text.replaceAll(/ \\\n\s*/g, ' ');
  const lines = [
    ...joined.matchAll(/(?:^|`|=)((?:\/usr\/bin\/)?(?:npx (?:-y|--yes|-p|--package)|uvx|bunx) [^`\n#]+)/gm),
  ];
  return lines.map(([, line]) => wordsOf(line as string)).filter((line) => !line.includes('ashlar'));
}

function wordsOf(line: string): string[] {
  return [...line.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
