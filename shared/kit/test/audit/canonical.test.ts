import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/audit/canonical.ts';

describe('the canonical form of arguments', () => {
  it('is that of RFC 8785, section 3.2.2 and 3.2.3', () => {
    const numbers =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"literals":[null,true,false]}';
    expect(canonical(JSON.parse(numbers))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonical(keys)))).toHaveLength(7);
    expect(canonical(keys)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  it('is what another implementation makes of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sent = JSON.parse(JSON.stringify(value));
        let expected: string | undefined;
        try {
          expected = canonicalize(sent);
        } catch {
          expected = undefined;
        }
        if (expected === undefined) expect(() => canonical(sent)).toThrow(TypeError);
        else expect(canonical(sent)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('does not put keys that look like numbers in an order of their own', () => {
    expect(canonical({ 9: 'a', 10: 'b', __proto__x: 1 })).toBe('{"10":"b","9":"a","__proto__x":1}');
    expect(canonical(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
  });
});
