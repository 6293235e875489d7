import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { expect, it } from 'vitest';
import { commandOf } from '../../manifest.ts';
import { accessOf, type CommittedLock, type Listed, type Lock, lockOf } from '../../surface/lock.ts';
import type { Connection, Promised } from './expectations.ts';

interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  annotations?: Record<string, boolean>;
}

/** Discovery: what is listed, in which order, with which hints, and that it is what was committed. */
export function surfaceContract(expectations: Promised, connection: Connection): void {
  const { server, tools } = expectations;
  const listedTools = async () => (await connection.client().listed()).tools as unknown as ListedTool[];

  it('says who it is and what it serves', async () => {
    const { sdk } = connection.client();
    expect(sdk.getServerVersion()).toMatchObject({
      name: commandOf(server),
      version: server.manifest.version,
    });
    expect(sdk.getInstructions()?.trim()).toBeTruthy();
  });

  it('lists its tools in a fixed order', async () => {
    expect((await listedTools()).map(({ name }) => name)).toEqual(Object.keys(tools));
    expect(await listedTools()).toEqual(await listedTools());
  });

  it('gives every tool the hints of its access, a title and a description', async () => {
    for (const { name, title, description, annotations } of await listedTools()) {
      expect(
        [title, description].every((text) => (text ?? '').length > 3),
        name,
      ).toBe(true);
      expect(annotations?.readOnlyHint, name).toBe(tools[name] === 'read');
      if (tools[name] === 'destroy') expect(annotations?.destructiveHint, name).toBe(true);
      if (tools[name] === 'read') expect(annotations?.destructiveHint, name).toBe(false);
    }
  });

  it('says how long its lists may be kept, and by whom', async () => {
    const { kind, sdk } = connection.client();
    if (kind !== 'v2') return; // 2025 results carry no cache hints
    expect(await sdk.listTools()).toMatchObject({ ttlMs: expect.any(Number), cacheScope: 'private' });
  });

  it('offers exactly the committed surface', async () => {
    const { access, ...committed } = JSON.parse(
      await readFile(join(expectations.folder, 'tools.lock.json'), 'utf8'),
    ) as CommittedLock;
    expect(Object.entries(accessOf(server.tools))).toEqual(Object.entries(access));
    const running = lockOf(plain(await connection.client().listed()), (text) => encode(text).length);
    const names = (lock: Lock) =>
      [lock.tools, lock.resources, lock.prompts].map((items) => items.map((i) => i.name));
    expect(names(running)).toEqual(names(committed));
    expect({ ...running, sha256: '', instructions: '' }).toEqual({
      ...committed,
      sha256: '',
      instructions: '',
    });
  });
}

/** What came over the wire, without what an SDK adds to it in memory. */
function plain(listed: Listed): Listed {
  return JSON.parse(JSON.stringify(listed)) as Listed;
}
