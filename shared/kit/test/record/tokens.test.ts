import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/record/tokens.ts';

/** Texts as they were once: an estimate of what the project itself says would differ with each change of it. */
const sample = (name: string) => readFileSync(join(import.meta.dirname, 'sample', name), 'utf8');

describe('an estimate of tokens', () => {
  it.each([
    ['code', sample('code.txt'), 0.15],
    ['prose with marks', sample('prose.txt'), 0.15],
    ['JSON on lines', sample('manifest.txt'), 0.15],
    ['JSON on one line', sample('answer.txt'), 0.2],
    ['Chinese', '石头被打磨得如此精确，每一块都能独立站立，并且全部都能彼此契合。'.repeat(20), 0.15],
    ['a table', Array.from({ length: 300 }, (_, at) => `${at},${at / 7},name${at}`).join('\n'), 0.25],
    ['what tools cost', sample('tools.txt'), 0.3],
  ])('is near what a tokenizer counts for %s', (_, text, tolerance) => {
    const counted = encode(text).length;
    expect(Math.abs(estimateTokens(text) - counted) / counted).toBeLessThan(tolerance);
  });

  it('is a whole number for any text, and 0 for none', () => {
    expect(estimateTokens('')).toBe(0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const tokens = estimateTokens(text);
        expect(Number.isInteger(tokens) && tokens >= 0).toBe(true);
      }),
    );
  });

  it('does not take longer for a text because it is long', () => {
    const asked: number[] = [];
    const text = { length: 50_000_000, slice: (from: number, to: number) => piece(asked, from, to) };
    expect(estimateTokens(text as unknown as string)).toBeGreaterThan(0);
    expect(asked.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(400);
  });
});

function piece(asked: number[], from: number, to: number): string {
  asked.push(to - from);
  return 'word '.repeat((to - from) / 5);
}
