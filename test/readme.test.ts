import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Package, ROOT, serverPackages } from '../scripts/check/workspace.ts';
import { COMMANDS } from '../shared/cli/src/commands.ts';
import { withCommonOptions } from '../shared/kit/src/common-options.ts';
import type { AnyServer } from '../shared/kit/src/define.ts';
import { environmentOf } from '../shared/kit/src/manifest.ts';
import { parseOptions } from '../shared/kit/src/options/parse.ts';

const READMES = ['README.md', ...serverPackages(ROOT).map(({ folder }) => `${folder}/README.md`)];
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** An entry of a host's configuration. */
interface Entry {
  command: string;
  args: string[];
}

describe.each(READMES)('%s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const blocks = [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    body,
  }));
  const inBlocks = (language: string) =>
    blocks.filter((block) => block.language === language).map(({ body }) => body);
  const commands = [
    ...inBlocks('sh').flatMap((body) => body.replaceAll(/\\\n\s*/g, '').split('\n')),
    ...[...text.matchAll(/`((?:npx|npm) [^`\n]+)`/g)].map(([, command = '']) => command),
  ]
    // Variables in front of a command are its environment.
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/^(?:[A-Z_]+=\S+ +)+/, '')
        .trim(),
    )
    .filter(Boolean);

  it('has blocks of commands and of JSON, which are tried here, and of answers, which its own tests try', () => {
    const languages = new Set(blocks.map(({ language }) => language));
    languages.delete('text');
    expect(languages).toEqual(new Set(['sh', 'json']));
  });

  it.each(commands)('can be followed: %s', (command) => follow(command.split(/\s+/)));

  it.each(inBlocks('json'))('can be pasted into a host: block %$', async (block) => {
    const { mcpServers } = JSON.parse(block) as { mcpServers: Record<string, Entry> };
    expect(Object.keys(mcpServers)).not.toEqual([]);
    for (const { command, args } of Object.values(mcpServers)) await follow([command, ...args]);
  });
});

const PAGES = ['docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
);

const LINKS = [
  ...READMES,
  'shared/kit/README.md',
  'shared/entry-checks/README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...PAGES,
].flatMap((path) =>
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

/** What a person types is a script of this repository, a command, or a server that takes those options. */
async function follow([program, ...words]: readonly string[]): Promise<void> {
  if (program === 'npm') {
    const script = words[0] === 'run' ? words[1] : words[0];
    expect(scripts).toHaveProperty([script ?? '']);
    const [name, ...options] = words.includes('--') ? words.slice(words.indexOf('--') + 1) : [];
    if (name !== undefined) serverCalled(`@ashlar/${name}`);
    if (name === undefined || script !== 'start') return;
    return follow(['npx', '-y', `@ashlar/${name}`, ...options]);
  }
  if (program === 'npx' && words[0] === 'ashlar') {
    const [, command = '', server, ...options] = words;
    expect(Object.keys(COMMANDS)).toContain(command);
    if (command !== 'add' || server === undefined) return;
    return follow(['npx', '-y', `@ashlar/${server}`, ...options.slice(options.indexOf('--') + 1)]);
  }
  expect([program, words[0]]).toEqual(['npx', '-y']);
  const { name, args } = called(words.slice(1));
  const module = pathToFileURL(join(serverCalled(name).path, 'src', 'server.ts')).href;
  const { server } = (await import(module)) as { server: AnyServer };
  parseOptions(withCommonOptions(server.options), args, {}, environmentOf(server));
}

/** A server by its name, or by that of its program behind the packages that it is started with: `-p <package>` each. */
function called(words: readonly string[]): { name: string | undefined; args: string[] } {
  if (words[0] !== '-p') return { name: words[0], args: words.slice(1) };
  const program = words.findIndex((word, at) => word !== '-p' && words[at - 1] !== '-p');
  const name = words[program]?.replace(/^ashlar-/, '@ashlar/');
  const packages = words.slice(0, program).filter((word) => word !== '-p');
  const optional = serverCalled(name).manifest.peerDependencies ?? {};
  const unknown = packages.filter(
    (one) => one !== name && optional[one.replace(/(?!^)@.*$/, '')] === undefined,
  );
  expect(unknown).toEqual([]);
  return { name, args: words.slice(program + 1) };
}

function serverCalled(name: string | undefined): Package {
  const found = serverPackages(ROOT).find(({ manifest }) => manifest.name === name);
  if (found === undefined) throw new Error(`there is no package ${name}`);
  return found;
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
