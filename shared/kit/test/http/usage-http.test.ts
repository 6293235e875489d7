import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/record/tokens.ts';
import { connectHttp } from '../../src/testing/index.ts';
import { keysFor } from '../fixture/api-key.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';

describe('GET /metrics', () => {
  const get = (origin: string, headers: Record<string, string> = {}) =>
    ask(`${origin}/metrics`, { method: 'GET', headers });

  async function guarded() {
    const { path, authorization } = keysFor(
      { owner: 'prometheus', scopes: ['echo:metrics'] },
      { owner: 'ann', tenant: 'acme' },
      { owner: 'other', scopes: ['vault:metrics'] },
    );
    return { ...(await serve(server, ['--api-keys', path])), keys: authorization };
  }

  it('tells who has its scope what others used, over the wire and as the path of a call counted it', async () => {
    const { origin, url, keys } = await guarded();
    const [scraper = '', anns = ''] = keys;
    const client = await connectHttp('v2', url, { headers: { authorization: anns } });
    const sentence = 'The quick brown fox jumps over the lazy dog.';
    const result = await client.call('echo', { text: sentence, times: 2 });
    await client.call('echo', { text: 1 });
    await client.close();
    const { status, headers, text } = await get(origin, { authorization: scraper });
    expect({ status, type: headers['content-type'], cache: headers['cache-control'] }).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      cache: 'no-store',
    });
    const own = '{tenant="acme",caller="ann",via="key",kind="tool",name="echo"}';
    expect(text).toContain(`ashlar_calls_total${own} 2\n`);
    expect(text).toContain(`ashlar_call_errors_total${own} 1\n`);
    const sent = Buffer.byteLength(JSON.stringify({ content: result.content }));
    expect(text).toContain(`ashlar_result_bytes_total${own} ${sent}\n`);
    expect(text).toContain(
      `ashlar_result_tokens_estimated_total${own} ${estimateTokens(sentence.repeat(2))}\n`,
    );
    expect(text).toMatch(/ashlar_tool_definition_tokens_estimated [1-9]\d+\n/);
    expect(text).toContain('ashlar_build_info{server="echo",version="0.0.0"} 1\n');
  });

  it('asks for a credential, and for its scope, in the way clients know', async () => {
    const { origin, keys } = await guarded();
    expect((await get(origin)).status).toBe(401);
    expect((await get(origin, { authorization: 'Bearer wrong' })).status).toBe(401);
    for (const authorization of keys.slice(1)) {
      const refused = await get(origin, { authorization });
      expect(refused.status).toBe(403);
      expect(refused.headers['www-authenticate']).toContain(
        'error="insufficient_scope", error_description="The token lacks a scope for this.", scope="echo:metrics"',
      );
      expect(refused.text).not.toContain('ashlar_');
    }
  });

  it('is asked by address where a credential is needed, and by a known name where none is', async () => {
    const { origin, url, keys } = await guarded();
    const [authorization = ''] = keys;
    expect((await get(origin, { authorization, host: '10.0.0.7:3000' })).status).toBe(200);
    expect((await ask(url, modern('tools/list', {}, { authorization, host: '10.0.0.7:3000' }))).status).toBe(
      403,
    );
    const open = await serve(server);
    expect((await get(open.origin)).status).toBe(200);
    expect((await get(open.origin, { host: 'evil.test' })).status).toBe(403);
    expect((await get(open.origin, { origin: 'https://evil.test' })).status).toBe(403);
  });

  it('opens no tool: its scope is for this alone', async () => {
    const { url, keys } = await guarded();
    const call = modern(
      'tools/call',
      { name: 'echo', arguments: { text: 'x' } },
      { authorization: keys[0] ?? '' },
    );
    expect((await ask(url, call)).status).toBe(403);
  });
});
