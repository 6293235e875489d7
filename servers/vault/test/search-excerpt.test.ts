import { describe, expect, it } from 'vitest';
import { excerptOf } from '../src/search/excerpt.ts';
import { parseQuery } from '../src/search/parse-query.ts';

const excerpt = (text: string, query: string, path = 'a.md') => excerptOf(path, text, parseQuery(query));

describe('an excerpt', () => {
  it('is the line of the match and one on each side', () => {
    expect(excerpt('one\ntwo\nthree\nfour', 'three')).toEqual({
      line: 3,
      from: 2,
      text: ['two', 'three', 'four'],
    });
    expect(excerpt('one\r\ntwo\r\n', 'one')).toEqual({ line: 1, from: 1, text: ['one', 'two'] });
  });

  it('is where most of the terms are together', () => {
    const text = 'apple\n\n\nbread\n\n\nbread and apple\n\n\napple';
    expect(excerpt(text, 'apple bread')?.line).toBe(7);
  });

  it('finds a phrase across the end of a line, where it ends', () => {
    expect(excerpt('so quick\nbrown fox', '"quick brown"')?.line).toBe(2);
  });

  it('shows the beginning of a note whose name alone matches', () => {
    const text = '---\ntags: x\n---\n\nfirst\nsecond';
    expect(excerpt(text, 'apple', 'b/Äpple pie.md')).toMatchObject({
      line: 5,
      text: ['', 'first', 'second'],
    });
  });

  it('is none where the note does not answer any more', () => {
    expect(excerpt('bread', 'apple')).toBeUndefined();
    expect(excerpt('apple bread', 'apple -bread')).toBeUndefined();
    expect(excerpt('apple', 'apple -pie', 'Pie.md')).toBeUndefined();
  });

  it('shows what is invisible and what would reorder', () => {
    const { text } = excerpt('key \u202egpj.exe\u200b\tx', 'key') ?? {};
    expect(text).toEqual(['key ⟦U+202E⟧gpj.exe⟦U+200B⟧⟦U+0009⟧x']);
  });

  it('clips long lines around the match, also where characters fold to other lengths', () => {
    for (const [filler, match] of [
      ['x ', 'needle'],
      ['ßﬃ ', 'needle'],
      ['日本', '語'],
      ['e\u0301 ', 'ünï'],
    ]) {
      const line = `${(filler as string).repeat(3_000)} ${match} ${(filler as string).repeat(3_000)}`;
      const [shown = ''] = excerpt(line, match as string)?.text ?? [];
      expect(shown).toContain(match);
      expect(shown.length).toBeLessThan(260);
    }
  });

  it('stays small and quick for a line of megabytes, of text or of invisible characters', () => {
    for (const line of ['a '.repeat(2_000_000), '\u200b'.repeat(4_000_000)]) {
      const { text = [] } = excerpt(`${line}\nneedle ${line}\n${line}`, 'needle') ?? {};
      expect(text[1]).toContain('needle');
      expect(text.join('').length).toBeLessThan(600);
    }
  });
});
