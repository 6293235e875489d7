import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type AnyServer, defineTool } from '../../src/index.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';

const place = defineTool({
  name: 'place',
  title: 'Place',
  description: 'Says where.',
  input: z.object({
    region: z.string().meta({ 'x-mcp-header': 'Region' }).optional(),
    at: z.object({ floor: z.number().meta({ 'x-mcp-header': 'Floor' }) }).optional(),
    open: z.boolean().meta({ 'x-mcp-header': 'Open' }).optional(),
  }),
  access: 'read',
  run: async (input) => JSON.stringify(input),
});
const places: AnyServer = { ...(server as AnyServer), tools: [place] };

const call = (args: object, headers: Record<string, string> = {}) =>
  modern('tools/call', { name: 'place', arguments: args }, headers);
const wrapped = (text: string) => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('a parameter that is a header too', () => {
  it.each<[object, Record<string, string>]>([
    [{ region: 'eu' }, { 'mcp-param-region': 'eu' }],
    [{ region: 'eu' }, { 'Mcp-Param-Region': wrapped('eu') }],
    [{ region: 'Zürich 🙂' }, { 'mcp-param-region': wrapped('Zürich 🙂') }],
    [{ region: '=?base64?eu' }, { 'mcp-param-region': '=?base64?eu' }],
    [{ at: { floor: 42 } }, { 'mcp-param-floor': '42.0' }],
    [{ at: { floor: -1.5 } }, { 'mcp-param-floor': '-1.5' }],
    [{ open: false }, { 'mcp-param-open': 'false' }],
    [{}, {}],
    [{}, { 'mcp-param-region': 'whatever' }],
  ])('may say the same: %j, %j', async (args, headers) => {
    const { url } = await serve(places);
    const answer = await ask(url, call(args, headers));
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"content"')]);
  });

  it('is not got around by a type of which one reader makes JSON and another does not', async () => {
    const { url } = await serve(places);
    const { headers, body } = call({ region: 'eu' }, { 'content-type': 'application/json\u00a0' });
    const answer = await fetch(url, { method: 'POST', headers: headers ?? {}, body: JSON.stringify(body) });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('"error"')]);
  });

  it.each<[object, Record<string, string>]>([
    [{ region: 'eu' }, {}],
    [{ region: 'eu' }, { 'mcp-param-region': 'us' }],
    [{ region: 'eu' }, { 'mcp-param-region': 'EU' }],
    [{ region: 'eu' }, { 'mcp-param-region': wrapped('us') }],
    [{ region: 'eu' }, { 'mcp-param-region': '=?base64?ZXU?=' }],
    [{ region: 'eu' }, { 'mcp-param-region': '=?base64?Z!XU=?=' }],
    [{ region: '\ufffd' }, { 'mcp-param-region': '=?base64?/w==?=' }],
    [{ at: { floor: 42 } }, { 'mcp-param-floor': '43' }],
    [{ at: { floor: 0 } }, { 'mcp-param-floor': '' }],
    [{ at: { floor: 16 } }, { 'mcp-param-floor': '0x10' }],
    [{ open: true }, { 'mcp-param-open': '1' }],
    [{ region: 'eu', open: true }, { 'mcp-param-region': 'eu' }],
  ])('may say nothing else, and nothing runs: %j, %j', async (args, headers) => {
    const { url } = await serve(places);
    const { status, text } = await ask(url, call(args, headers));
    expect([status, JSON.parse(text)]).toEqual([
      400,
      { jsonrpc: '2.0', id: 1, error: { code: -32_020, message: expect.stringMatching(/^Mcp-Param-\w+: /) } },
    ]);
  });

  it('is looked for only where the client knows of it, and where the tool has one', async () => {
    const { url } = await serve({ ...places, tools: [place, ...server.tools] });
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const params = { name: 'place', arguments: { region: 'eu' } };
    const legacy = await ask(url, { headers, body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params } });
    expect([legacy.status, legacy.text]).toEqual([200, expect.stringContaining('eu')]);
    expect((await ask(url, modern('tools/call', { name: 'echo', arguments: { text: 'x' } }))).status).toBe(
      200,
    );
    expect((await ask(url, modern('tools/call', { name: 'place', arguments: null }))).status).not.toBe(500);
  });

  it('carries any text', async () => {
    const { url } = await serve(places);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (region) => {
        const same = await ask(url, call({ region }, { 'mcp-param-region': wrapped(region) }));
        expect(same.status).toBe(200);
        const other = await ask(url, call({ region }, { 'mcp-param-region': wrapped(`${region}x`) }));
        expect(other.status).toBe(400);
      }),
      { numRuns: 10 },
    );
  });
});
