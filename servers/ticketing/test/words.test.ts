import { describe, expect, it } from 'vitest';
import { gramsOf, wordsOf } from '../src/likeness/words.ts';

describe('words', () => {
  it('are compared without capitals, accents and what is not seen', () => {
    expect(wordsOf('Café ÜBER re\u00adset ﬁle db-1 _x_ नमस्ते')).toEqual([
      'cafe',
      'uber',
      'reset',
      'file',
      'db',
      '1',
      'x',
      'नमस्ते',
    ]);
    expect(wordsOf('東京都v2 の')).toEqual(['東京', '京都', '都', 'v2', 'の']);
    expect(gramsOf(['disk', 'a'])).toEqual(['·di', 'dis', 'isk', 'sk·', '·a·']);
    expect(wordsOf('a'.repeat(1_000))).toEqual(['a'.repeat(40)]);
  });
});
