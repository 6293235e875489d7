import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { namingOf, ownNaming } from '../src/fork/naming.ts';
import { renamed } from '../src/fork/renamed.ts';
import { standingAlone } from '../src/fork/standing-alone.ts';
import { templateNames, templateOf } from '../src/fork/templates.ts';

describe.each(templateNames())('a fork of %s', async (server) => {
  const naming = namingOf('@acme/desk');
  const template = await templateOf(server);
  const files = standingAlone(renamed(template, ownNaming(server), naming), naming, server);
  const text = (path: string) => String(files.get(path));
  const { scripts, repository, devDependencies } = JSON.parse(text('package.json'));
  const scriptsNamed = (said: string) =>
    [...said.matchAll(/\bnpm (?:run )?(?!run|install|ci)([\w:]+)/g)].map(([, script = '']) => script);

  it('has links that lead to files of its own, or to pages that are there for everybody', () => {
    const links = [...text('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const [own, far] = [
      links.filter((link) => !/^https:|^#/.test(link)),
      links.filter((link) => /^https:/.test(link)),
    ];
    const paths = new Set([...files.keys()].flatMap((path) => [path, path.slice(0, path.lastIndexOf('/'))]));
    expect(own.filter((link) => !paths.has(link))).toEqual([]);
    const theirs = far.filter((link) => link.includes('ashlar-mcp/ashlar'));
    expect(
      theirs.every((link) => link.includes('/docs/') || link.endsWith(`/tree/main/servers/${server}`)),
    ).toBe(true);
  });

  it('claims no figures that were measured of another server', () => {
    expect(text('README.md')).not.toMatch(/^## Numbers|<!-- bench -->|npm run bench --/m);
    expect(text('README.md')).toContain('\n## Options\n');
  });

  it('tells and runs only scripts that it has', () => {
    expect(scriptsNamed(text('README.md'))).toEqual(expect.arrayContaining(['test', 'generate', 'bench']));
    const { jobs } = parse(text('.github/workflows/ci.yml'));
    const steps: string[] = jobs.test.steps.flatMap(({ run = '' }) => run);
    for (const script of [...scriptsNamed(text('README.md')), ...steps.flatMap(scriptsNamed)])
      expect(Object.keys(scripts)).toContain(script);
    expect(Object.keys(devDependencies)).toEqual(Object.keys(devDependencies).toSorted());
  });

  it('has no address yet, and its samples are what they are on every system', () => {
    expect(repository).toBeUndefined();
    expect(JSON.parse(text('server.json')).repository).toBeUndefined();
    expect(text('.gitattributes')).toContain('sample/** -text\n');
  });
});
