import type { Naming } from './naming.ts';
import type { Files } from './templates.ts';

const IGNORED = ['node_modules/', 'dist/', '.cache/', '*.log', '*.tgz'];

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
  const added = {
    '.gitignore': `${IGNORED.join('\n')}\n`,
    '.github/workflows/ci.yml': WORKFLOW,
    '.changeset/config.json': `${JSON.stringify(CHANGESETS, null, 2)}\n`,
    '.changeset/begun.md': changeset,
  };
  return new Map([
    ...files,
    ...Object.entries(added).map(([path, text]) => [path, Buffer.from(text)] as const),
  ]);
}
