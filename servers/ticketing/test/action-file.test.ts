import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { loadActions } from '../src/actions/action-file.ts';
import { requestUrl } from '../src/actions/request-url.ts';
import { server } from '../src/server.ts';
import { testFolder } from './sqlite-desk.ts';
import { openWire } from './wire.ts';

const SAMPLE = join(import.meta.dirname, '..', 'sample', 'actions.json');
const GOOD = {
  description: 'x',
  params: { order: { type: 'text' }, amount: { type: 'number' }, note: { type: 'text', optional: true } },
  limits: { of: 'amount', each: 5 },
  request: { url: 'https://shop.example/orders/{order}' },
};

function written(content: unknown): string {
  const path = join(testFolder(), 'actions.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const withUrl = (url: string) => ({ ...GOOD, request: { url } });
const withParam = (name: string, about: object) => ({ ...GOOD, params: { ...GOOD.params, [name]: about } });
const withLimits = (limits: object) => ({ ...GOOD, limits });
const MANY = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`p${at}`, { type: 'text' }]));

describe('actions in a file', () => {
  it('are what it says', () => {
    expect(loadActions(SAMPLE, []).map(({ name }) => name)).toEqual(['refund', 'change_address']);
    expect(loadActions(written({ pay: GOOD }), [])).toEqual([
      { name: 'pay', ...GOOD, request: { ...GOOD.request, method: 'POST' } },
    ]);
  });

  it.each([
    ['{', 'line 1: is no JSON here'],
    [{ get_ticket: GOOD }, 'get_ticket: is a tool of this server already'],
    [{ Pay: GOOD }, 'Pay: a name is snake_case'],
    [{ pay: { ...GOOD, description: undefined } }, 'pay.description: is missing'],
    [{ pay: { ...GOOD, sql: 'x' } }, 'pay.sql: is no field'],
    [{ pay: withParam('when', { type: 'time' }) }, 'pay.params.when.type: must be one of text'],
    [{ pay: withParam('key', { type: 'text' }) }, 'pay.params.key: is taken'],
    [{ pay: withParam('tenant', { type: 'text' }) }, 'pay.params.tenant: is taken'],
    [
      { pay: withParam('x', { type: 'text', pattern: '(' }) },
      'pay.params.x.pattern: is no regular expression',
    ],
    [
      { pay: withParam('x', { type: 'date', pattern: 'a' }) },
      'pay.params.x: choices and pattern are for text',
    ],
    [{ pay: { ...GOOD, params: { ...GOOD.params, ...MANY } } }, 'pay.params: are more than the 10'],
    [{ pay: withLimits({ of: 'order', each: 1 }) }, 'pay.limits.of: must name a parameter that is integer'],
    [{ pay: withLimits({ of: 'sum', each: 1 }) }, 'pay.limits.of: must name'],
    [{ pay: withLimits({ of: 'amount' }) }, 'pay.limits: limit nothing'],
    [{ pay: withLimits({ each: 1 }) }, 'pay.limits.each: needs "of"'],
    [{ pay: withLimits({ callerDay: -1 }) }, 'pay.limits.callerDay'],
    [{ pay: withUrl('/orders') }, 'pay.request.url: is no URL'],
    [{ pay: withUrl('http://shop.example/') }, 'pay.request.url: must begin with https://'],
    [{ pay: withUrl('ftp://shop.example/') }, 'pay.request.url: must begin with https://'],
    [
      { pay: withUrl('https://{order}.example/') },
      'pay.request.url: begins with what a parameter could change',
    ],
    [{ pay: withUrl('https://shop.example{order}/') }, 'pay.request.url: begins with what a parameter'],
    [{ pay: withUrl('https://me:pw@shop.example/') }, 'pay.request.url: '],
    [{ pay: withUrl('https://shop.example/{sum}') }, 'pay.request.url: {sum} is no parameter'],
    [{ pay: withUrl('https://shop.example/{note}') }, 'pay.request.url: {note} is optional'],
    [{ pay: { ...GOOD, request: { ...GOOD.request, token: 'secret' } } }, 'pay.request.token'],
  ])('are refused where %o, with the field', (content, told) => {
    expect(() => loadActions(written(content), server.tools)).toThrow(`--actions: ${told}`);
  });

  it('say nothing of a token that stands in the file by mistake', () => {
    const content = { pay: { ...GOOD, request: { ...GOOD.request, token: 's3cr3t' } } };
    expect(() => loadActions(written(content), server.tools)).toThrow(/^(?!.*s3cr3t)/);
  });

  it.each(server.tools.map(({ name }) => name))('cannot be called as a tool that there is: %s', (name) => {
    expect(() => loadActions(written({ [name]: GOOD }), server.tools)).toThrow(
      `--actions: ${name}: is a tool of this server already: give it another name.`,
    );
  });
});

it('puts what is given in its place in the URL, and nowhere else', () => {
  const request = {
    method: 'POST' as const,
    url: 'https://shop.example/orders/{order}/refunds?for={ticket}',
  };
  const text = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '..%2f',
      '/../',
      '\\..\\',
      '?x=1',
      '#',
      '@evil.example',
      'a/b',
      '.%2e',
    ),
  );
  fc.assert(
    fc.property(text, text, (order, ticket) => {
      let url: URL;
      try {
        url = new URL(requestUrl(request, { order, ticket }));
      } catch (error) {
        // What has no place in a URL: half a character, or a step of the path.
        expect(['.', '..'].includes(order) || ['.', '..'].includes(ticket) || error instanceof URIError).toBe(
          true,
        );
        return;
      }
      expect(url.origin).toBe('https://shop.example');
      const steps = url.pathname.split('/');
      expect([steps.length, steps[1], steps[3]]).toEqual([4, 'orders', 'refunds']);
      expect(decodeURIComponent(steps[2] ?? '')).toBe(order);
      expect([...url.searchParams]).toEqual([['for', ticket]]);
    }),
    { numRuns: 500 },
  );
});

it('costs a model little', async () => {
  const { client } = await openWire({ args: ['--actions', SAMPLE] });
  const refund = (await client.listed()).tools.find(({ name }) => name === 'refund');
  const { name, description, inputSchema } = refund as unknown as Record<string, object>;
  expect(encode(JSON.stringify({ name, description, inputSchema })).length).toBeLessThan(200);
});
