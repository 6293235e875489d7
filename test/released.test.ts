import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, serverPackages } from '../scripts/check/workspace.ts';
import { releasedOf } from '../scripts/release/listing/released.ts';
import { furtherWays } from '../scripts/release/listing/ways.ts';

const servers = serverPackages(ROOT);
const all = servers.map(({ manifest }) => ({ name: manifest.name, version: manifest.version }));

it('goes on with the servers that were published just now, and with nothing else', () => {
  expect(releasedOf('')).toEqual([]);
  expect(releasedOf('[{ "name": "@ashlar/kit", "version": "1.0.0" }]')).toEqual([]);
  expect(releasedOf('[{ "name": "@ashlar/vault", "version": "999.0.0" }]')).toEqual([]);
  expect(releasedOf(JSON.stringify(all)).map(({ name }) => `servers/${name}`)).toEqual(
    servers.map(({ folder }) => folder),
  );
});

it('lists an image by the version in its name, and a bundle by its hash', () => {
  const [server] = releasedOf(JSON.stringify(all.filter(({ name }) => name === '@ashlar/vault')));
  const bytes = Buffer.from('a bundle');
  if (server === undefined) throw new Error('no server');
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'servers', 'vault', 'server.json'), 'utf8'));
  const [image, bundle] = furtherWays(server, packages[0], bytes);
  expect(image).toMatchObject({
    registryType: 'oci',
    identifier: `ghcr.io/ashlar-mcp/vault:${server.version}`,
    packageArguments: [{ type: 'positional' }],
  });
  // The registry refuses both for an image.
  expect(image).not.toHaveProperty('version');
  expect(image).not.toHaveProperty('registryBaseUrl');
  expect(bundle).toMatchObject({
    registryType: 'mcpb',
    // The registry takes an address on GitHub that has `mcp` in it.
    identifier: expect.stringMatching(
      /^https:\/\/github\.com\/ashlar-mcp\/ashlar\/releases\/download\/.*mcp.*\.mcpb$/,
    ),
    fileSha256: createHash('sha256').update(bytes).digest('hex'),
  });
});

it.each(servers)(
  'is named in the registry as the registry wants it: $folder',
  ({ path, folder, manifest }) => {
    const listing = JSON.parse(readFileSync(join(path, 'server.json'), 'utf8'));
    expect(listing.name).toBe(manifest.mcpName);
    expect(listing.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(listing.description.length).toBeLessThanOrEqual(100);
    expect(listing.repository).toEqual({
      url: 'https://github.com/ashlar-mcp/ashlar',
      source: 'github',
      subfolder: folder.replaceAll('\\', '/'),
    });
    expect(listing.packages).toMatchObject([{ identifier: manifest.name, version: manifest.version }]);
  },
);
