import type { Naming } from './naming.ts';
import { ownManifest, ownServerJson } from './own-manifest.ts';
import { ownReadme } from './own-readme.ts';
import type { Files } from './templates.ts';

const IGNORED = ['node_modules/', 'dist/', '.cache/', '*.log', '*.tgz'];

/** A sample is what it is byte for byte, with the ends of lines that it has; texts have the same on every system. */
const ATTRIBUTES = ['* text=auto eol=lf', 'sample/** -text'];

const WORKFLOW = `name: ci
on:
  push: { branches: [main] }
  pull_request:
permissions:
  contents: read
jobs:
  test:
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-latest, macos-latest, windows-latest]
        node: [22, 24]
    runs-on: \${{ matrix.os }}
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: \${{ matrix.node }}
      - run: npm ci --ignore-scripts
      - run: npm run types
      - run: npm run generate -- --check
      - run: npm test
`;

const CHANGESETS = {
  $schema: 'https://unpkg.com/@changesets/config@4.0.1/schema.json',
  changelog: '@changesets/cli/changelog',
  commit: false,
  access: 'restricted',
  baseBranch: 'main',
};

/** What a repository has and a folder of a workspace has not. */
export function standingAlone(files: Files, { package: name }: Naming, server: string): Files {
  const changeset = `---\n'${name}': minor\n---\n\nBegun as a fork of @ashlar/${server}.\n`;
  const text = (path: string) => String(files.get(path) ?? '');
  const own = {
    'package.json': ownManifest(text('package.json')),
    'server.json': ownServerJson(text('server.json')),
    'README.md': ownReadme(text('README.md'), server),
    '.gitignore': lines(IGNORED),
    '.gitattributes': lines(ATTRIBUTES),
    '.github/workflows/ci.yml': WORKFLOW,
    '.changeset/config.json': `${JSON.stringify(CHANGESETS, null, 2)}\n`,
    '.changeset/begun.md': changeset,
  };
  return new Map([
    ...files,
    ...Object.entries(own).map(([path, content]) => [path, Buffer.from(content)] as const),
  ]);
}

function lines(entries: readonly string[]): string {
  return `${entries.join('\n')}\n`;
}
