import { describe, expect, it } from 'vitest';
import { ResultCosts } from '../../src/record/result-cost.ts';
import { estimateTokens } from '../../src/record/tokens.ts';

const textResult = (text: string) => ({ content: [{ type: 'text', text }] });
const words = (count: number) => 'some words of a note '.repeat(count);

describe('what a result costs', () => {
  it('is its bytes as JSON, and the tokens of its text', () => {
    const result = textResult('four words in ümlauts');
    expect(new ResultCosts().of('tool', result)).toEqual({
      bytes: Buffer.byteLength(JSON.stringify(result)),
      tokens: estimateTokens('four words in ümlauts'),
    });
  });

  it('counts a text once, also where it is there in structured form as well', () => {
    const text = JSON.stringify({ names: ['a', 'b'] });
    const both = { ...textResult(text), structuredContent: JSON.parse(text) };
    expect(new ResultCosts().of('tool', both).tokens).toBe(estimateTokens(text));
  });

  it('counts the text of prompts and resources, and nothing where there is none', () => {
    const costs = new ResultCosts();
    const text = 'Sum it up.';
    expect(costs.of('prompt', { messages: [{ role: 'user', content: { type: 'text', text } }] }).tokens).toBe(
      4,
    );
    expect(costs.of('resource', { contents: [{ uri: 'x:y', text }] }).tokens).toBe(estimateTokens(text));
    expect(costs.of('completion', { completion: { values: ['a'] } }).tokens).toBe(0);
  });

  it('goes by the length between two results of one operation that are looked at', () => {
    const costs = new ResultCosts();
    const first = costs.of('read', textResult(words(20))).tokens;
    expect(costs.of('read', textResult(words(40))).tokens).toBe(2 * first);
    expect(costs.of('read', textResult('word '.repeat(10))).tokens).toBe(estimateTokens('word '.repeat(10)));
    const dense = '\u77f3'.repeat(400);
    for (let turn = 0; turn < 16; turn++) costs.of('read', textResult(dense));
    expect(costs.of('read', textResult(dense)).tokens).toBe(estimateTokens(dense));
    expect(costs.of('other', textResult(words(20))).tokens).toBe(first);
  });
});
