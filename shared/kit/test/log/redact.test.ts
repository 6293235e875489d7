import { describe, expect, it } from 'vitest';
import { createRedact } from '../../src/log/redact.ts';
import { holdsSecret } from '../../src/log/secrets.ts';

const redact = createRedact();
const shown = (value: unknown) => JSON.stringify(redact(value)) ?? 'undefined';

describe('by key', () => {
  it.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'X-Api-Key',
    'apiKey',
    'api_key',
    'access_token',
    'refreshToken',
    'token',
    'tokens',
    'client_secret',
    'secrets',
    'password',
    'PASSWD',
    'passphrase',
    'private-key',
    'AWS_SECRET_ACCESS_KEY',
    'secretKey',
    'credentials',
  ])('%s is not written', (key) => {
    expect(redact({ [key]: 'planted', nested: [{ [key]: { value: 'planted' } }] })).toEqual({
      [key]: '[redacted]',
      nested: [{ [key]: '[redacted]' }],
    });
  });

  it('leaves other keys alone', () => {
    const innocent = { path: '/notes', author: 'ann', count: 3, monkey: 'x', tokenizer: 'bpe' };
    expect(redact(innocent)).toEqual(innocent);
  });
});

describe('by shape', () => {
  it.each([
    ['Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['authorization: basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['ghp_abcdefghijklmnop', 'abcdefghijklmnop'],
    ['github_pat_11ABCDEFG_xyz', '11ABCDEFG_xyz'],
    ['glpat-abcdefghijkl', 'abcdefghijkl'],
    ['xoxb-1234567890-abc', '1234567890-abc'],
    ['sk-proj-abcdefghijkl', 'abcdefghijkl'],
    ['npm_abcdefghijkl', 'abcdefghijkl'],
    ['AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
    ['postgres://ann:hunter2@db/x', 'hunter2'],
    ['https://x.test/cb?a=1&access_token=hunter2&b=2', 'hunter2'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----', 'MIIB'],
    ['-----BEGIN PRIVATE KEY-----\nMIIB and the rest is cut', 'MIIB'],
  ])('%s', (text, secret) => {
    expect(shown(`before ${text} after`)).not.toContain(secret);
    expect(shown({ deep: [{ text }] })).not.toContain(secret);
    expect(shown({ [text]: 1 })).not.toContain(secret);
    expect(shown(new Error(text, { cause: text }))).not.toContain(secret);
    expect(shown(`before ${text} after`)).toContain('before');
  });

  it('keeps what stands around a secret', () => {
    expect(redact('GET https://x.test/cb?token=abc&b=2')).toBe('GET https://x.test/cb?token=[redacted]&b=2');
    expect(redact('postgres://ann:pw@db/x')).toBe('postgres://ann:[redacted]@db/x');
  });
});

describe('literal secrets', () => {
  it('are found anywhere, however they overlap', () => {
    const some = createRedact(['abcd', 'abcdefgh', 'bcdefghi']);
    expect(some({ a: ['x abcdefgh y'], abcd: 1 })).toEqual({ a: ['x [redacted] y'], '[redacted]': 1 });
  });

  it('are not taken from what is too short to be one', () => {
    expect(createRedact(['', 'a', 'abc'])('abc')).toBe('abc');
  });
});

describe('what cannot be written as it is', () => {
  it('becomes something that can', () => {
    const value = {
      big: 12n,
      run() {},
      bytes: new Uint8Array(3),
      when: new Date(0),
      where: new URL('https://ann:hunter2@x.test/'),
      map: new Map<string, unknown>([
        ['a', 1],
        ['password', 'planted'],
      ]),
      set: new Set(['a']),
      symbol: Symbol('s'),
    };
    expect(redact(value)).toEqual({
      big: '12',
      run: '[function]',
      bytes: '[3 bytes]',
      when: '1970-01-01T00:00:00.000Z',
      where: 'https://ann:[redacted]@x.test/',
      map: { a: 1, password: '[redacted]' },
      set: ['a'],
      symbol: 'Symbol(s)',
    });
  });

  it('does not stop the log: a getter that throws, a date that is none', () => {
    const value = { when: new Date(Number.NaN), b: 1 };
    Object.defineProperty(value, 'a', { enumerable: true, get: () => fail() });
    expect(redact(value)).toEqual({ when: 'Invalid Date', b: 1, a: '[unreadable]' });
  });

  it('shows of an error its name, message, code, stack and causes, and no other property', () => {
    const cause = Object.assign(new Error('underneath'), { code: 'ENOENT', path: '/secret/place' });
    const entry = redact(new TypeError('above', { cause })) as Record<string, unknown>;
    expect(entry).toMatchObject({ name: 'TypeError', message: 'above', cause: { code: 'ENOENT' } });
    expect(entry.stack).toContain('redact.test.ts');
    expect(JSON.stringify(entry)).not.toContain('/secret/place');
  });

  it('shows what an AggregateError holds', () => {
    const many = new AggregateError([new Error('one'), new Error('two')], 'both');
    expect(redact(many)).toMatchObject({ errors: [{ message: 'one' }, { message: 'two' }] });
  });
});

describe('bounds', () => {
  const chain = (depth: number): unknown => (depth === 0 ? 'end' : { next: chain(depth - 1) });

  it('cuts long texts, long lists and deep values', () => {
    expect((redact('x'.repeat(1_000_000)) as string).length).toBeLessThanOrEqual(4_097);
    expect((redact(Array(1_000).fill(0)) as unknown[]).length).toBeLessThanOrEqual(101);
    expect(shown(chain(50))).toContain('[deep]');
    expect(shown(chain(50)).length).toBeLessThan(100);
  });

  it('takes cycles, also wide ones, in little time and space', () => {
    const wide: unknown[] = [];
    for (let index = 0; index < 100; index++) wide.push(wide, { wide }, 'x'.repeat(4_000));
    expect(shown(wide).length).toBeLessThan(200_000);
  });

  it.each(['eyJ-', 'a.', 'a+b-', '://a:', '-----BEGIN A', '?token=', 'Bearer ', 'x:y@'])(
    'ends over a long text made to be slow: %s',
    (piece) => {
      expect((redact(piece.repeat(1_000_000)) as string).length).toBeLessThanOrEqual(4_097);
    },
  );
});

function fail(): never {
  throw new Error('unreadable');
}

describe('what may be let out', () => {
  const filler = 'word '.repeat(10_000);

  it.each([
    ['ghp', '_0123456789abcdef'].join(''),
    ['github_pat', '_0123456789abcdef'].join(''),
    ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
    ['eyJhbGciOi', 'JIUzI1NiJ9.eyJzdWIiOiIxIn0.abc'].join(''),
    'postgres://ann:hunter2@db/shop',
    'https://x.example/?access_token=abcdef',
    '-----BEGIN RSA PRIVATE KEY-----\nMII',
  ])('is no text with %s, wherever it stands', (secret) => {
    expect(holdsSecret(`See ${secret} there`)).toBe(true);
    expect(holdsSecret(`${filler}${secret} ${filler}`)).toBe(true);
    expect(holdsSecret(secret)).toBe(true);
  });

  it.each([
    'Basic authentication fails',
    'the token something123 expires',
    'password: ask ann',
    'a@b.example:80/x',
  ])('is %s', (text) => expect(holdsSecret(text)).toBe(false));
});
