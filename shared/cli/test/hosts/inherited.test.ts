import { expect, it } from 'vitest';
import { HOSTS } from '../../src/hosts/hosts.ts';
import { writeEntry } from '../../src/hosts/write-entry.ts';

const TOKEN = { kind: 'env', name: 'API_TOKEN' } as const;

// Seen of Cline's command line by test/hosts, which needs that host: what looks like a reference would be the value there.
it.each(['zed', 'cline-cli'])('%s, which puts nothing in, is told of no secret', (id) => {
  const shape = HOSTS[id]?.shape;
  if (shape === undefined) throw new Error('no such host');
  const env = { API_TOKEN: TOKEN, LANG: 'C' };
  const written = writeEntry('notes', { command: 'npx', args: ['-y', '@ashlar/vault@1.0.0'], env }, shape);
  expect(written).toMatchObject({ env: { LANG: 'C' } });
  expect(JSON.stringify(written)).not.toContain('API_TOKEN');
  const other = { command: 'npx', args: [], env: { TOKEN } };
  expect(() => writeEntry('notes', other, shape)).toThrow('TOKEN cannot be API_TOKEN');
  const far = { transport: 'http', url: 'https://mcp.example.com', headers: { 'X-Key': TOKEN } } as const;
  expect(() => writeEntry('notes', far, shape)).toThrow('has no way to take API_TOKEN from elsewhere');
});
