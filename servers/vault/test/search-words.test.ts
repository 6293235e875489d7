import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BREAK, searchable, WORD, wordsOf } from '../src/search/searchable.ts';

describe('the searchable form of a text', () => {
  it.each([
    ['Größe', ['grosse']],
    ['GRÖSSE', ['grosse']],
    ['cafe\u0301 café CAFÉ', ['cafe', 'cafe', 'cafe']],
    ['Ἀθῆναι ΣΟΦΟΣ σοφός', ['αθηναι', 'σοφοσ', 'σοφοσ']],
    ['Ёлка и елка', ['елка', 'и', 'елка']],
    ['İstanbul ıssız', ['istanbul', 'issiz']],
    ['soft\u00adhyphen zero\u200bwidth', ['softhyphen', 'zerowidth']],
    ['ＡＢＣ１２ ﬁn', ['abc12', 'fin']],
    ['foo-bar_baz/qux.md', ['foo', 'bar', 'baz', 'qux', 'md']],
    ['«Zitat» – „so“…', ['zitat', 'so']],
    ['日本語abc', ['日', '本', '語', 'abc']],
    ['カタカナ ｶﾀｶﾅ', ['カ', 'タ', 'カ', 'ナ', 'カ', 'タ', 'カ', 'ナ']],
    ['\u1112\u1161\u11ab글', ['한', '글']],
    ['हिन्दी भाषा', ['हिन्दी', 'भाषा']],
    ['done 🎉🎉', ['done', '🎉', '🎉']],
    ['\uf8ff \ud800x', ['x']],
  ])('reads %j as %j', (text, words) => expect(wordsOf(text)).toEqual(words));

  it('keeps every line a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(searchable(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  it('is the same for a line alone as within its text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
        const clean = lines.map((line) => line.replaceAll('\n', ' '));
        expect(searchable(clean.join('\n'))).toBe(clean.map(searchable).join('\n'));
      }),
    );
  });

  it('finds the same words in every Unicode form of a text, and in what it has made of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = wordsOf(text);
        expect(wordsOf(text.normalize('NFD'))).toEqual(words);
        expect(wordsOf(text.normalize('NFC'))).toEqual(words);
        expect(wordsOf(searchable(text))).toEqual(words);
      }),
    );
  });

  it('is one of the longest note too, of nothing but what parts words', () => {
    expect(searchable('\u2028'.repeat(4_194_303)).trim()).toBe('');
  });

  it('never has the word that breaks phrases', () => {
    const [mark] = BREAK.match(WORD) ?? [];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => !wordsOf(`${text}${BREAK}`).includes(`${mark}`)),
    );
    expect(mark).toBeDefined();
  });
});
