import { CLIENTS } from '@ashlar/kit/testing';
import { expect, it } from 'vitest';
import { put } from './disk-vault.ts';
import { numbered, openWire, type Wire } from './wire.ts';

const VAULT = {
  'Home.md': '# Home\n[[Soup]] [[Gone]] [[Gone|again]] [[Soup#Nowhere]] [[Index]] [[x\\y]]',
  'Soup.md': '# Soup\n[[Home]] [[Gone]]',
  'a/Index.md': '',
  'b/Index.md': '',
  'C#.md': '',
};

async function report(wire: Wire) {
  const { contents } = await wire.client.sdk.readResource({ uri: wire.uri('report') });
  const [content] = contents as { uri: string; mimeType: string; text: string }[];
  expect(content).toMatchObject({ uri: wire.uri('report'), mimeType: 'application/json' });
  return JSON.parse(content?.text ?? '');
}

it.each(CLIENTS)('says the state of all links, with the %s client', async (kind) => {
  const wire = await openWire(VAULT, kind);
  expect(await report(wire)).toEqual({
    notesNotReadYet: 0,
    counts: { files: 5, notes: 5, links: 8, resolved: 2, ambiguous: 1, anchorsMissing: 1 },
    missing: {
      total: 2,
      first: [
        { path: 'Gone', links: 3, files: 2 },
        { path: 'x\\y', links: 1, files: 1 },
      ],
    },
    orphans: { total: 2, first: ['C#.md', 'b/Index.md'] },
    deadEnds: { total: 3, first: ['C#.md', 'a/Index.md', 'b/Index.md'] },
    sameName: { total: 1, first: [{ total: 2, first: ['a/Index.md', 'b/Index.md'] }] },
    unlinkable: { total: 1, first: ['C#.md'] },
  });
});

it('is of now', async () => {
  const wire = await openWire(VAULT);
  expect((await report(wire)).missing.total).toBe(2);
  put(wire.folder, 'Gone.md', '');
  expect((await report(wire)).missing.total).toBe(1);
});

it('lists the first hundred, with true totals, and makes seen what is not', async () => {
  const links = Array.from({ length: 300 }, (_, at) => `[[${at}\u202e${'long '.repeat(100)}x]]`).join('\n');
  const wire = await openWire({ ...numbered(150, () => ''), 'All.md': links });
  const { missing, orphans } = await report(wire);
  expect(missing).toMatchObject({ total: 300, first: { length: 100 } });
  expect(orphans).toMatchObject({ total: 151, first: { length: 100 } });
  expect(missing.first[0].path).toContain('⟦U+202E⟧');
  expect(missing.first[0].path.length).toBeLessThanOrEqual(301);
});
