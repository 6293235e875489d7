import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonText, jsonOf } from '../src/json-text.ts';

/** The same value with every part that is called `ready` as text. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'ready' ? new JsonText(JSON.stringify(part)) : withTexts(part),
    ]),
  );
}

const value = fc.letrec((part) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.array(part('value')), part('object')),
  object: fc.record({ ready: fc.jsonValue(), 'a "key"': part('value') }),
})).value;

it('writes what JSON.stringify writes, wherever a text stands', () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(jsonOf(withTexts(any))).toBe(JSON.stringify(any));
      expect(JSON.stringify(withTexts(any))).toBe(JSON.stringify(any));
    }),
  );
});

it('leaves a text as it is: nobody reads it', () => {
  expect(jsonOf({ a: new JsonText('[1.0,  2]') })).toBe('{"a":[1.0,  2]}');
});

it('is as good as new after a value that JSON cannot hold', () => {
  const ready = new JsonText('[1]');
  expect(() => jsonOf({ ready, big: 1n })).toThrow(TypeError);
  expect(JSON.stringify({ ready })).toBe('{"ready":[1]}');
});
