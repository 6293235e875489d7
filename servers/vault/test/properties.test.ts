import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incoming, outgoing } from '../src/graph/edges.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';
import { readDestination, writeAngled, writeDestination } from '../src/link/destination.ts';
import { fold, nameOf } from '../src/link/fold.ts';
import { parseFile } from '../src/note/parse-file.ts';
import { parseNote } from '../src/note/parse-note.ts';
import { readLink } from '../src/note/read-link.ts';
import { relativePath, writeRelative } from '../src/resolve/relative-path.ts';
import { type Resolution, resolveLink } from '../src/resolve/resolve-link.ts';
import { resolvePath } from '../src/resolve/resolve-path.ts';
import { safePath } from '../src/resolve/safe-path.ts';
import { Suggester } from '../src/resolve/suggest.ts';
import * as any from './arbitrary.ts';
import { naiveLinks, naivePath } from './naive.ts';
import { fileOf, indexOf } from './vault.ts';

describe('reading', () => {
  it('never throws, and gives offsets that hold the link again', () => {
    fc.assert(
      fc.property(
        fc.tuple(any.markup, any.note).map((parts) => parts.join('\n\n')),
        (text) => {
          for (const each of parseNote(text).links) {
            const written = text.slice(each.start, each.end);
            expect(text.slice(0, each.start).split('\n')).toHaveLength(each.line);
            if (each.place !== 'text') continue;
            const again = readLink(written.replaceAll(/\r?\n/g, ' '));
            expect('link' in again && again.link).toMatchObject({ path: each.path, syntax: each.syntax });
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('gives text offsets that hold what is looked up', () => {
    fc.assert(
      fc.property(any.markup, (text) => {
        for (const { syntax, textStart, textEnd, path, subpath } of parseNote(text).links) {
          const written = text.slice(textStart, textEnd);
          const read = syntax === 'markdown' ? readDestination(written) : written;
          expect(read.trim().replace(/\s*(?=#)/, '')).toBe((path + subpath).replace(/\s*(?=#)/, ''));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps links of one text apart, but for embeds in the text of a link', () => {
    fc.assert(
      fc.property(any.markup, (text) => {
        const { links } = parseNote(text);
        for (const [at, each] of links.entries()) {
          const next = links[at + 1];
          if (next !== undefined && next.start < each.end) {
            expect(next.embed && next.end <= each.end && next.start >= each.start).toBe(true);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a canvas at the offsets of its JSON', () => {
    fc.assert(
      fc.property(any.note, fc.boolean(), (text, ascii) => {
        const json = JSON.stringify({ nodes: [{ text }] });
        const canvas = ascii
          ? json.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : json;
        for (const { start, end, path } of parseFile('a.canvas', canvas).links) {
          const written = JSON.parse(`"${canvas.slice(start, end)}"`);
          expect(parseNote(written).links.map((each) => each.path)).toContain(path);
        }
      }),
    );
  });

  it('writes destinations that are read back', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(words, (text) => {
        for (const written of [`[x](${writeDestination(text)})`, `[x](<${writeAngled(text)}>)`]) {
          const [found] = parseNote(`a ${written} b`).links;
          const wanted = text.split('#')[0]?.trim();
          if (wanted !== '') expect(found).toMatchObject({ path: wanted, start: 2, end: 2 + written.length });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('resolving', () => {
  const anyLink = fc.oneof(any.link, any.markup);

  it('never throws, and its answer agrees with itself', () => {
    fc.assert(
      fc.property(any.vault, anyLink, fc.option(any.path, { nil: undefined }), (vault, text, from) => {
        const index = indexOf(vault);
        const read = readLink(text.trim());
        if ('flaw' in read) return;
        const found = resolveLink(index, read.link, from);
        expect(found.file === undefined).toBe(found.candidates.length === 0);
        if (found.file !== undefined) expect(found.candidates).toContain(found.file);
        expect(found.status === 'ambiguous').toBe(
          found.candidates.length > 1 && found.status !== 'anchor_missing',
        );
        const suggestions = new Suggester(index).suggest(read.text, read.link, from, found);
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const suggestion of suggestions) {
          const better = readLink(suggestion.text);
          expect('link' in better && resolveLink(index, better.link, from)).toMatchObject({
            status: 'resolved',
            file: { path: suggestion.path },
          });
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('agrees with a naive reading of the rules', () => {
    fc.assert(
      fc.property(any.vault, any.link, any.path, (vault, text, from) => {
        const read = readLink(text.trim());
        if ('flaw' in read || read.link.path === '') return;
        const found = resolvePath(indexOf(vault), read.link.path, from);
        expect(found?.file.path).toBe(naivePath(Object.keys(vault), read.link.path, from).path);
      }),
      { numRuns: 5_000 },
    );
  });

  it('agrees with a naive reading of the rules on every link of a vault, its anchor and its choices', {
    timeout: 30_000,
  }, () => {
    let [links, led, anchored, chosen] = [0, 0, 0, 0];
    fc.assert(
      fc.property(any.linkedVault, (vault) => {
        const index = indexOf(vault);
        for (const file of index.files()) {
          if (!/\.md$/i.test(file.path)) continue;
          const found = [...outgoing(index, file)].map(({ link, to }) => ({
            line: link.line,
            path: to.file?.path,
            choices: to.candidates.length,
            anchor: to.status === 'anchor_missing' || to.file === undefined ? undefined : lineOf(to),
          }));
          const wanted = naiveLinks(vault, file.path);
          expect(found).toEqual(wanted);
          links += wanted.length;
          led += wanted.filter(({ path }) => path !== undefined).length;
          anchored += wanted.filter(({ anchor = 0 }) => anchor > 0).length;
          chosen += wanted.filter(({ choices }) => choices > 1).length;
        }
      }),
      { numRuns: 3_000 },
    );
    // It says something only if there are links of all kinds.
    for (const some of [led, anchored, chosen]) expect(some / links).toBeGreaterThan(0.01);
  });

  it('names every file that a link can name by a text that leads back to it alone', () => {
    fc.assert(
      fc.property(
        any.vault,
        any.path,
        fc.constantFrom('wiki' as const, 'markdown' as const),
        (vault, from, syntax) => {
          const index = indexOf(vault);
          for (const file of index.files()) {
            const safe = safePath(index, file, from, syntax);
            if (safe === undefined) {
              // Only what no link can say, or what the disk tells apart and links do not.
              const twins =
                index.at(file.key).length > 1 || index.at(file.path.toLowerCase().concat('.md')).length > 0;
              const cut = syntax === 'wiki' ? /[#|[\]]/ : /#/;
              const shadowed = Object.keys(vault).some(
                (path) => fold(nameOf(path)) === fold(nameOf(file.path)) && path !== file.path,
              );
              expect(twins || shadowed || cut.test(file.path) || !nameOf(file.path).includes('.')).toBe(true);
              continue;
            }
            const written = syntax === 'wiki' ? `[[${safe}]]` : `[x](${writeDestination(safe)})`;
            const read = readLink(written);
            expect('link' in read && resolveLink(index, read.link, from)).toMatchObject({
              status: 'resolved',
              file,
            });
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('finds the way there and back with ../', () => {
    fc.assert(
      fc.property(any.path, any.path, (to, from) => {
        expect(relativePath(writeRelative(to, from), from)).toBe(to);
      }),
    );
  });
});

describe('the index', () => {
  it('is the same after any changes as one built at once', () => {
    const change = fc.oneof(
      fc.record({ path: any.path, text: any.note }),
      fc.record({ path: any.path, text: fc.constant(undefined) }),
    );
    fc.assert(
      fc.property(any.vault, fc.array(change, { maxLength: 12 }), (vault, changes) => {
        const index = indexOf(vault);
        const now = { ...vault };
        for (const { path, text } of changes) {
          if (text === undefined) {
            expect(index.remove(path)).toBe(path in now);
            delete now[path];
          } else {
            index.put(fileOf(path, text));
            now[path] = text;
          }
        }
        expect(picture(index)).toEqual(picture(indexOf(now)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds the same links from both ends', () => {
    fc.assert(
      fc.property(any.vault, (vault) => {
        const index = indexOf(vault);
        const edge = (from: string, to: string | undefined, line: number) => `${from} ${line} ${to}`;
        const files = [...index.files()];
        const forth = files
          .flatMap((file) => [...outgoing(index, file)])
          .filter(({ to }) => to.file !== undefined);
        const back = files.flatMap((file) => [...incoming(index, file)]);
        const shown = (edges: typeof back) =>
          edges.map(({ from, to, link }) => edge(from.path, to.file?.path, link.line)).sort();
        expect(shown(back)).toEqual(shown(forth));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what a long note said', () => {
    const text = `${'\n'.repeat(70_000)}# ${'h'.repeat(70_000)}\n[[${'p/'.repeat(1_500)}x#${'s'.repeat(300)}]] ^id`;
    const { headings, blocks, links } = parseNote(text);
    const facts = fileOf('a.md', text).facts;
    expect(facts?.headings).toEqual(headings);
    expect(facts?.blocks).toEqual(blocks);
    expect(facts?.links[0]).toMatchObject({ path: links[0]?.path, subpath: links[0]?.subpath, line: 70_002 });
  });

  it('keeps what a note said', () => {
    fc.assert(
      fc.property(any.markup, any.note, (markup, text) => {
        const note = parseNote(`${text}\n\n${markup}`);
        const facts = fileOf('a.md', `${text}\n\n${markup}`).facts;
        expect(facts?.headings).toEqual(note.headings);
        expect(facts?.blocks).toEqual(note.blocks);
        expect(facts?.footnotes).toEqual(note.footnotes);
        expect(facts?.tags).toEqual(note.tags);
        expect(facts?.aliases).toEqual(note.aliases);
        expect(facts?.linkCount).toBe(note.links.length);
        const picked = note.links.map(({ path, subpath, syntax, place, embed, line }) => ({
          path,
          subpath,
          syntax,
          place,
          embed,
          line,
        }));
        expect(facts?.links).toEqual(picked);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** 0 where nothing is named, or nothing that has a line. */
function lineOf({ anchor }: Resolution): number {
  return anchor !== undefined && 'line' in anchor ? anchor.line : 0;
}

/** Everything an index answers, in an order of its own. */
function picture(index: VaultIndex): unknown {
  const files = [...index.files()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const keys = new Set(files.flatMap(({ key }) => [key, nameOf(key)]));
  const names = files.flatMap(({ facts }) => facts?.links.map(({ path }) => fold(nameOf(path))) ?? []);
  return {
    files: files.map(({ path, facts }) => [path, facts?.links, facts?.headings]),
    at: [...keys].map((key) => index.at(key).map(({ path }) => path)),
    named: [...keys].map((key) => index.named(key).map(({ path }) => path)),
    mentioning: [...new Set(names)].map((one) =>
      index
        .mentioning(one)
        .map(({ path }) => path)
        .sort(),
    ),
    counts: [index.size, index.names().size, index.aliases().size],
  };
}
