import { CLIENTS } from '@ashlar/kit/testing';
import { expect, it } from 'vitest';
import { put } from './disk-vault.ts';
import { numbered, openWire, type Wire } from './wire.ts';

const VAULT = {
  'Home.md': '# Home\n[[Soup]] [[Gone]] [[Gone|again]] [[Soup#Nowhere]] [[Index]]',
  'Soup.md': '# Soup\n[[Home]] [[Gone]]',
  'a/Index.md': '',
  'b/Index.md': '',
};

async function report(wire: Wire): Promise<string> {
  const uri = wire.uri('report');
  const { contents } = await wire.client.sdk.readResource({ uri });
  expect(contents).toEqual([{ uri, mimeType: 'text/plain', text: expect.any(String) }]);
  return (contents as { text: string }[])[0]?.text ?? '';
}

it.each(CLIENTS)('is what vault_report says, with the %s client', async (kind) => {
  const wire = await openWire(VAULT, { client: kind });
  const said = await report(wire);
  expect(said).toBe((await wire.says('vault_report', {})).join('\n'));
  expect(said).toContain('unresolved: 1 name, 3 links\n  2 notes, 3 links, as in Soup.md:2: Gone');
});

it('is of now', async () => {
  const wire = await openWire(VAULT);
  expect(await report(wire)).toContain('unresolved: 1 name');
  put(wire.folder, 'Gone.md', '');
  expect(await report(wire)).toContain('unresolved: 0 names');
});

it('is bounded, and makes seen what is not', async () => {
  const links = Array.from({ length: 300 }, (_, at) => `[[${at}\u202e${'long '.repeat(100)}x]]`).join('\n');
  const wire = await openWire({ ...numbered(150, () => ''), 'All.md': links });
  const said = await report(wire);
  expect(said).toContain('⟦U+202E⟧');
  expect(Buffer.byteLength(said)).toBeLessThanOrEqual(16_384);
});
