import fc from 'fast-check';
import type { Vault } from './vault.ts';

/** Few names in few folders, so that they meet: in other cases, with dots, with what links cannot hold. */
export const name = fc.constantFrom(
  'A',
  'a',
  'b',
  'B c',
  'v1.2',
  'a.png',
  'd#e',
  'x|y',
  '[k',
  'ü',
  'u\u0308',
  'Index',
);
export const extension = fc.constantFrom('.md', '.md', '.md', '.MD', '.png', '');
export const folder = fc.constantFrom('', 'f/', 'f/g/', 'F/', 'h/', 'hh/', 'f g/', 'a/');
export const path = fc.tuple(folder, name, extension).map((parts) => parts.join(''));

const style = fc.constantFrom<(target: string) => string>(
  (target) => `[[${target}]]`,
  (target) => `![[${target}|shown]]`,
  (target) => `[[${target}#H]]`,
  (target) => `[x](${encodeURI(target).replaceAll('#', '%23')})`,
  (target) => `[x](<${target}> "t")`,
  (target) => `\n\n| a |\n|---|\n| [[${target}\\|s]] |\n\n`,
  (target) => `\n\n[r]: <${target}>\n\n`,
  (target) => `\`[[${target}]]\``,
  (target) => `[${target.slice(target.lastIndexOf('/') + 1).replace(/\.md$/i, '')}](<${target}>)`,
);
const target = fc.oneof(
  path,
  path.map((each) => each.replace(/\.md$/i, '')),
  path.map((each) => `/${each.replace(/\.md$/i, '')}`),
  path.map((each) => `./${each}`),
  path.map((each) => `../${each}`),
  name,
  name,
);
export const link = fc.tuple(target, style).map(([to, write]) => write(to));

const front = fc.constantFrom('', '', '---\nup: "[[A]]"\n---\n', "---\nrel:\n  - '[[f/a]]'\n---\n");
export const note = fc
  .tuple(front, fc.array(fc.oneof(link, fc.constantFrom('# H', 'text', '\n', '[[#H]]')), { maxLength: 6 }))
  .map(([head, parts]) => head + parts.join('\n'));

/** A disk that keeps cases apart, but not Unicode forms: what Linux and APFS have in common is not much. */
export const vault: fc.Arbitrary<Vault> = fc.dictionary(path, note, { minKeys: 1, maxKeys: 8 });

const heading = fc
  .tuple(fc.constantFrom('#', '##', '###'), fc.constantFrom('H', 'h!', 'A b', 'A: b', 'C'))
  .map(([marks, text]) => `${marks} ${text}`);
const anchor = fc.constantFrom('', '', '#H', '#a b', '#H#C', '#C#H#A b', '#^id', '#^ID', '#^no', '#');
const anchored = fc
  .tuple(target, anchor, fc.boolean())
  .map(([to, sub, wiki]) => (wiki ? `[[${to}${sub}|s]]` : `[x](<${to}${sub}>)`));
const linkedNote = fc
  .tuple(
    front,
    fc.array(fc.oneof(link, anchored, anchored, heading, fc.constantFrom('text ^id', '[[#H]]')), {
      maxLength: 8,
    }),
  )
  .map(([head, parts]) => head + parts.join('\n\n'));

/** Notes with headings, blocks and links to them, most of them to notes that are there. */
export const linkedVault: fc.Arbitrary<Vault> = fc.dictionary(path, linkedNote, { minKeys: 2, maxKeys: 10 });

/** Text as hostile as it gets: pieces of syntax, cut and nested anyhow. */
export const markup = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          '[[',
          ']]',
          '[',
          ']',
          '(',
          ')',
          '|',
          '\\',
          '#',
          '^',
          '`',
          '```',
          '~~~',
          '$',
          '$$',
        ),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '\n',
          '\n\n',
          '\r\n',
          ' ',
          '    ',
          '\t',
          '> ',
          '- ',
          '1. ',
          '!',
          '<',
          '>',
          '"',
          '%%',
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'a',
          'B c',
          '[x](y)',
          '[[n]]',
          '![[e]]',
          '<!--',
          '-->',
          '<div>',
          '---',
          '| a |',
          '|---|',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '\0',
          '\ud800',
          '\udc00',
          '\u2028',
          '\ufeff',
          '%20',
          '%zz',
          '&amp;',
          '[^1]:',
          ']: ',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));
