/** Of the tools that a repository needs of its own, each in one version. */
const TOOLS = { '@changesets/cli': '3.0.3' };

/** package.json of a repository that begins: no address yet, versions from the start, and scripts that a workspace has. */
export function ownManifest(text: string): string {
  const { repository: _, ...manifest } = JSON.parse(text);
  const own = {
    ...manifest,
    version: '0.0.0',
    scripts: {
      ...manifest.scripts,
      bench: 'ashlar-build && node bench/main.ts',
      'release:version': 'changeset version && npm run generate',
    },
    devDependencies: sorted({ ...manifest.devDependencies, ...TOOLS }),
  };
  return `${JSON.stringify(own, null, 2)}\n`;
}

/** server.json, likewise: where a server is published from is said by package.json, and `npm run generate` writes it here. */
export function ownServerJson(text: string): string {
  const { repository: _, ...json } = JSON.parse(text);
  return `${JSON.stringify(json, null, 2)}\n`;
}

function sorted(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
