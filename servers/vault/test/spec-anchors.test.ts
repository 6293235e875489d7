import { describe, expect, it } from 'vitest';
import { headingKey } from '../src/resolve/heading-key.ts';
import { indexOf, resolve } from './vault.ts';

const NOTE = [
  '# Top', // 1
  '## A', // 2
  '### B', // 3
  '## Results: 2024 (draft)', // 4
  '### B', // 5
  '# See [[Other]]', // 6
  '## A', // 7
  '### C', // 8
  "## It's self-made_x", // 9
  '## D&D', // 10
  'text', // 11
  'more ^Id-1', // 12
  '', // 13
  'a note[^n]', // 14
  '', // 15
  '[^n]: words', // 16
].join('\n');

const index = indexOf({ 'Note.md': NOTE, 'a.pdf': '', 'c.canvas': '{}', 'Other.md': '' });

describe('2.4 from a subpath to a heading or a block', () => {
  it.each<[rule: string, subpath: string, line: number | undefined]>([
    ['1 in any case', '#top', 1],
    ['1 punctuation as blanks', '#Results 2024 draft', 4],
    ['1 on both sides', '#Results; 2024 - (draft)', undefined],
    ['1 other punctuation', '#results...2024/draft', 4],
    ['1 a blank, and not nothing', '#DD', undefined],
    ['1 D&D is two words', '#d d', 10],
    ["1 ', - and _ stay", "#it's self-made_x", 9],
    ['1 and count', '#its self made x', undefined],
    ['1 blanks are one', '#  See   Other ', 6],
    ['2 the words of a link in a heading', '#See Other', 6],
    ['3 below another', '#A#B', 3],
    ['3 below and after', '#See Other#A', 7],
    ['3 the first of that name is enough', '#B', 3],
    ['3 a later one may hold it', '#A#C', 8],
    ['3 three of them', '#See Other#A#C', 8],
    ['3 not beside it', '#B#A', undefined],
    ['3 not above it', '#A#Top', undefined],
    ['3 not under the next of its level', '#Results 2024 draft#C', undefined],
    ['3 levels may be left out', '#Top#B', 3],
    ['3 more than there are levels', '#Top#A#B#a#b#c#d', undefined],
    ['4 a block', '#^Id-1', 11],
    ['4 in any case', '#^id-1', 11],
    ['4 a block below a heading', '#D&D#^id-1', 11],
    ['4 no such block', '#^id', undefined],
    ['4 a footnote', '#[^n]', 16],
    ['4 no such footnote', '#[^m]', undefined],
    ['an empty one names nothing', '#', 0],
  ])('%s: %s', (_rule, subpath, line) => {
    const found = resolve(index, `[x](Note.md${encodeURI(subpath)})`, 'x.md');
    expect(found.file?.path).toBe('Note.md');
    if (line === 0) expect(found).toMatchObject({ status: 'resolved', anchor: undefined });
    else if (line === undefined) expect(found).toMatchObject({ status: 'anchor_missing', anchor: undefined });
    else expect(found).toMatchObject({ status: 'resolved', anchor: { line } });
  });

  it('5 the file is found though its heading is not', () => {
    expect(resolve(index, '[[Note#nope]]', 'x.md')).toMatchObject({
      status: 'anchor_missing',
      rule: 'exact_path',
    });
    expect(resolve(index, '[[Nope#Top]]', 'x.md').status).toBe('missing');
  });

  it('6 other files have parameters, which are not looked up', () => {
    expect(resolve(index, '[[a.pdf#page=3]]', 'x.md')).toMatchObject({
      status: 'resolved',
      anchor: { kind: 'view' },
    });
    expect(resolve(index, '![[c.canvas#x]]', 'x.md')).toMatchObject({
      status: 'resolved',
      anchor: { kind: 'view' },
    });
  });

  it('9 (2.1) finds them in the note itself', () => {
    expect(resolve(index, '[[#A#C]]', 'Note.md')).toMatchObject({
      rule: 'self',
      anchor: { kind: 'heading', line: 8 },
    });
    expect(resolve(index, '[[#A]]', 'Other.md').status).toBe('anchor_missing');
  });

  it.each([
    ['a!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\nb', 'a b'],
    ["It's - a_B", "it's - a_b"],
    ['  A  b ', 'a b'],
    ['!?', ''],
  ])('1 the key of %j is %j', (heading, key) => {
    expect(headingKey(heading)).toBe(key);
  });
});
