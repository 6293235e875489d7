import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../src/command-error.ts';
import { namingOf, ownNaming, requireOwnName } from '../src/fork/naming.ts';
import { renamed, renaming } from '../src/fork/renamed.ts';
import { standingAlone } from '../src/fork/standing-alone.ts';
import { templateNames, templateOf } from '../src/fork/templates.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4}){0,2}$/);
const scope = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}$/);
const named = fc
  .tuple(fc.option(scope), word)
  .map(([family, server]) => (family === null ? server : `@${family}/${server}`));
/** Names in which the old ones are found again: what was renamed once could be renamed twice. */
const awkward = fc.constantFrom(
  'ashlar-vault',
  'my-ashlar-vault',
  '@ashlar-vault/vault',
  '@vault/ashlar-vault',
  '@acme/vault',
  '@io/github-ashlar',
);

/** What a fork goes on to use, what it says of where it is from, and words that only look alike. */
const STAYS = [
  /@ashlar\/(?:kit|filesystem)(?![\w-])/g,
  /(?<![\w-])ashlar-(?:build|generate)(?![\w-])/g,
  /"ashlar": \{/g,
  /\.ashlar-[^'"\s]*\.tmp|\^\\\.ashlar-/g,
  /https:\/\/github\.com\/ashlar-mcp\/ashlar\/blob\/main\/docs\/[\w#.-]+/g,
  /\bashlar (?:audit|grant|keys|usage)\b/g,
];
const ORIGIN: Readonly<Record<string, RegExp>> = {
  LICENSE: /^Copyright \(c\) \d{4} The Ashlar authors$/m,
  'README.md':
    /^It began as a fork of \[@ashlar\/(\w+)\]\(https:\/\/github\.com\/ashlar-mcp\/ashlar\/tree\/main\/servers\/\1\), whose notice$/m,
  '.changeset/begun.md': /^Begun as a fork of @ashlar\/\w+\.$/m,
};

describe.each(templateNames())('every file of a fork of %s', (server) => {
  it('has no trace of the old name but where it is from', async () => {
    const files = await templateOf(server);
    fc.assert(
      fc.property(named, (name) => {
        fc.pre(!name.includes('ashlar'));
        const to = namingOf(name);
        for (const [path, content] of standingAlone(renamed(files, ownNaming(server), to), to, server)) {
          const rest = String(content).replace(ORIGIN[path] ?? /(?!)/, '');
          const left = STAYS.reduce((text, stays) => text.replaceAll(stays, ''), rest);
          expect(left.match(/^.*ashlar.*$/im)?.[0], path).toBeUndefined();
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('a name', () => {
  const from = ownNaming('vault');
  const forms = (naming: typeof from) => [
    naming.package,
    naming.program,
    naming.registry,
    `${naming.environment}_READ_ONLY`,
    `${naming.server}:read`,
    `'${naming.family}'`,
    `/home/u/.cache/${naming.family}/vault`,
    `'${naming.family}-walk-'`,
    'vault',
    'the vault://note',
    '@ashlar/kit',
    'ashlar-build',
    '.ashlar-0123.tmp',
    'ashlar keys',
  ];

  it('is renamed once, wherever it stands', () => {
    fc.assert(
      fc.property(fc.oneof(named, awkward), (name) => {
        const to = namingOf(name);
        expect(renaming(from, to)(forms(from).join(' '))).toBe(forms(to).join(' '));
      }),
    );
  });

  it('is not renamed inside of other words', () => {
    const letters = fc.stringMatching(/^[A-Za-z0-9_]{1,4}$/);
    const rename = renaming(from, namingOf('@acme/notes'));
    const begins = [
      'ashlar-vault',
      '@ashlar/vault',
      'io.github.ashlar-mcp/vault',
      'ASHLAR_READ',
      'vault:read',
      'ashlar-x',
    ];
    const ends = ['@ashlar/vault', 'io.github.ashlar-mcp/vault', 'vault:read', '/x/ashlar'];
    fc.assert(
      fc.property(letters, (other) => {
        for (const name of begins) expect(rename(other + name)).toBe(other + name);
        for (const name of ends) expect(rename(name + other)).toBe(name + other);
      }),
    );
  });

  it('that cannot be used is answered with one that can', () => {
    const said = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      named.map((name) => name.toUpperCase()),
    );
    fc.assert(
      fc.property(said, (name) => {
        try {
          expect(namingOf(name).package).toBe(name);
        } catch (error) {
          expect(error).toBeInstanceOf(CommandError);
          const [, instead = ''] = /such as (\S+)\.$/.exec((error as Error).message) ?? [];
          expect(namingOf(instead).package).toBe(instead);
        }
      }),
    );
  });
});

describe("a name of one's own", () => {
  it.each(['fs', 'http'])('is none of Node: %s', (name) => {
    expect(() => requireOwnName(namingOf(name))).toThrow(`--name: ${name} is a module of Node.`);
  });

  it.each([
    ['@ashlar/vault', '--name: @ashlar/vault is a package of somebody else.'],
    ['@ashlr/vault', '--name: @ashlr/vault is easily taken for @ashlar/vault, a package of somebody else.'],
    ['mcp-remot', '--name: mcp-remot is easily taken for mcp-remote,'],
  ])('is none that is known, nor nearly one: %s', (name, message) => {
    expect(() => requireOwnName(namingOf(name))).toThrow(message);
    expect(() => requireOwnName(namingOf(name))).toThrow('Put a scope of yours in front: @acme/');
  });

  it.each(['desk', 'my-server', '@acme/vault', '@acme/http'])('is %s', (name) => {
    expect(() => requireOwnName(namingOf(name))).not.toThrow();
  });
});
