import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/record/recorder.ts';
import { folder, linesIn } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/audit.md'), 'utf8');
/** The first cells of all tables under a heading. */
const cells = (head: string) =>
  page
    .split(`| ${head} |`)[1]
    ?.split('\n\n')[0]
    ?.match(/^\| `([^`]+)`/gm)
    ?.map((cell) => cell.slice(3, -1));

const WHOLE: Required<CallRecord> = {
  ...{ time: new Date(), kind: 'tool', name: 'x', access: 'read', requestId: 1, transport: 'http' },
  caller: { subject: 's', tenant: 't', client: 'c', scopes: ['echo:read'], via: 'token' },
  client: { name: 'n', version: 'v' },
  protocol: { offered: 'a', served: 'b' },
  arguments: { a: 1 },
  ...{ outcome: 'not_found', ms: 1, bytes: 1, tokens: 1, approval: 'a', traceId: 't' },
};
const EVENT: Required<EventRecord> = {
  ...{ time: new Date(), kind: 'auth', name: 'refused', subject: 's', tenant: 't' },
  details: { any: 'thing' },
};

/** Names of what is not an object of ours: what a client or an event brings has fields of its own. */
const LEAVES = ['arguments', 'details'];

function paths(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${before}${key}`;
    const deep = typeof inner === 'object' && inner !== null && !LEAVES.includes(path);
    return deep ? paths(inner, `${path}.`) : [path];
  });
}

async function everyField(): Promise<Set<string>> {
  const file = join(folder(), 'audit.jsonl');
  const { host } = await hostOf(server, ['--audit', file]);
  for (const recorder of host.recorders) {
    recorder.call?.(WHOLE);
    recorder.call?.({ ...WHOLE, caller: undefined });
    recorder.event?.(EVENT);
  }
  await host.close();
  return new Set(linesIn(file).flatMap((line) => paths(line)));
}

describe('docs/audit.md', () => {
  it('has every field that is written, and no other', async () => {
    expect(cells('field')?.toSorted()).toEqual([...(await everyField())].sort());
  });

  it('says of every field where it stands in OCSF', () => {
    const rows = page.split('| field |')[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? [];
    for (const row of rows)
      expect(
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ).toEqual([
        expect.stringMatching(/^`.+`$/),
        expect.stringMatching(/./),
        expect.stringMatching(/./),
        expect.stringMatching(/`.+`/),
      ]);
  });

  it('names only events that the code tells of', () => {
    const source = (path: string) => readFileSync(join(import.meta.dirname, '../../src', path), 'utf8');
    const code = [
      'audit/audit-record.ts',
      'audit/file/file-sink.ts',
      'audit/audit-recorder.ts',
      'http/gate.ts',
      'http/failure-limit.ts',
      'approval/waiver.ts',
      'identity/drift/drift.ts',
    ];
    const names = cells('event') ?? [];
    expect(names.length).toBeGreaterThan(7);
    for (const name of names) expect(code.map(source).join('\n')).toContain(`'${name}'`);
    const drift = /type DriftKind =([^;]+);/.exec(source('identity/drift/drift.ts'))?.[1] ?? '';
    const kinds = [...drift.matchAll(/'([^']+)'/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(5);
    expect(names).toEqual(expect.arrayContaining(kinds));
  });
});

const hasShell = spawnSync('bash', ['-c', 'command -v jq sha256sum cut seq']).status === 0;

describe.skipIf(!hasShell)('the shell lines of docs/audit.md (needs bash, jq and sha256sum)', () => {
  it('find nothing in an audit, and a byte that was changed', async () => {
    const file = join(folder(), 'docs.jsonl');
    const { host } = await hostOf(server, ['--audit', file]);
    for (const recorder of host.recorders) recorder.call?.({ ...WHOLE, arguments: { a: 'ü "\\ $(id) %s' } });
    await host.close();
    const script = /```sh\n(prev=.*?)```/s.exec(page)?.[1] ?? 'false';
    const verify = () => spawnSync('bash', ['-c', script], { cwd: join(file, '..'), encoding: 'utf8' });
    expect(verify()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    writeFileSync(file, readFileSync(file, 'utf8').replace('"kind":"tool"', '"kind":"fool"'));
    expect(verify().stdout).toMatch(/^changed: .*\ndoes not follow: /);
  });
});
