import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, workspacePackages } from '../scripts/check/workspace.ts';
import { pagesOf } from './pages/page.ts';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...workspacePackages(ROOT).map(({ folder }) => `${folder}/README.md`),
  ...pagesOf('docs'),
  ...pagesOf('docs/decisions'),
];

const LINKS = PAGES.flatMap((path) =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    // A package is read far from the repository: from there a page of it has an absolute address.
    .map(([, link = '']) => link.replace('https://github.com/ashlar-mcp/ashlar/blob/main/', `${up(path)}/`))
    .filter((link) => !/^https?:/.test(link))
    .map((link) => [path, link] as const),
);

describe('a link', () => {
  it.each(LINKS)('of %s leads somewhere: %s', (path, link) => {
    const [file = '', heading] = link.split('#');
    const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
    expect(existsSync(target)).toBe(true);
    if (heading !== undefined) expect(headingsOf(target)).toContain(heading);
  });
});

/** From a page to the root. */
function up(path: string): string {
  return relative(dirname(path), '.') || '.';
}

/** The anchors that GitHub gives the headings of a page. */
function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
