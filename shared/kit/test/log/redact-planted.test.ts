import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedact } from '../../src/log/redact.ts';

const redact = createRedact();
const shown = (value: unknown) => JSON.stringify(redact(value));

describe('a long text that is cut through a secret', () => {
  const body = 'S3CRET'.repeat(20);

  it.each([
    ['a literal', body, createRedact([body])],
    ['a shape', `ghp_${body}`, redact],
    ['a password', `https://user:${body}@host`, redact],
  ])('shows no piece of it: %s', (_, secret, clean) => {
    // What is redacted is shorter, so that the place of the cut moves to where it would be seen.
    for (let shift = 0; shift <= secret.length; shift++) {
      const text = `${'-'.repeat(shift)} ${`${secret} `.repeat(400)}`;
      expect(clean(text), `shifted by ${shift}`).not.toContain('S3CRET');
    }
  });
});

describe('a planted secret never survives', () => {
  const secret = fc
    .tuple(
      fc.constantFrom('ghp_', 'sk-', 'npm_', 'Bearer ', 'AKIA', 'postgres://u:', '?token=', 'glpat-'),
      fc.constant('S3CRETS3CRETS3CR'),
    )
    .map(([prefix, body]) => `${prefix}${body}${prefix.startsWith('postgres') ? '@host' : ''}`);
  const around = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.nat(20_000).map((length) => 'word '.repeat(length / 5)),
    fc.nat(300).map((length) => 'ghp_0123456789012345678901234567890123456789 '.repeat(length)),
  );
  const place = (text: string) =>
    fc.constantFrom<unknown>(
      text,
      [text],
      { a: { b: text } },
      { [text]: true },
      new Error(text),
      new Error('x', { cause: text }),
      new Map([[text, new Set([text])]]),
    );

  it('by its shape, wherever it stands', () => {
    const planted = fc
      .tuple(around, secret, around)
      .chain(([before, middle, after]) => place(`${before} ${middle} ${after}`));
    fc.assert(
      fc.property(planted, (value) => {
        expect(shown(value)).not.toContain('S3CRET');
      }),
      { numRuns: 300 },
    );
  });

  it('by its value, wherever it stands, also where a long text is cut through it', () => {
    const literals = fc.array(fc.stringMatching(/^Q[a-zA-Z0-9 /+]{7,60}Q$/), { minLength: 1, maxLength: 3 });
    const texts = fc
      .tuple(literals, around, around, fc.nat(40))
      .chain(([secrets, before, after, shift]) =>
        place(`${before}${'-'.repeat(shift)}${secrets.join('')}${after}${secrets.join('|')}`.repeat(3)).map(
          (value) => ({ secrets, value }),
        ),
      );
    fc.assert(
      fc.property(texts, ({ secrets, value }) => {
        const text = JSON.stringify(createRedact(secrets)(value));
        for (const literal of secrets) expect(text).not.toContain(literal.slice(0, 8));
      }),
      { numRuns: 300 },
    );
  });
});
