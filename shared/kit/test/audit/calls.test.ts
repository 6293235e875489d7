import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { call } from '../../src/call/call.ts';
import { ToolError } from '../../src/errors.ts';
import type { Recorder } from '../../src/record/recorder.ts';
import { tell } from '../../src/record/recorder.ts';
import { faultsOf, folder, linesIn } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { operationOf } from '../fixture/operation.ts';

/** A host that records, and what it recorded when it has closed. */
async function audited(args: readonly string[] = []) {
  const file = join(folder(), 'audit.jsonl');
  const { host, entries } = await hostOf(server, ['--audit', file, ...args]);
  const recorded = async () => {
    await host.close();
    return linesIn(file).slice(1, -1);
  };
  return { host, entries, file, recorded };
}

describe('a call is recorded', () => {
  it('with who called what, how, and how it ended', async () => {
    const { host, file, recorded } = await audited();
    const args = { b: [1, { z: 1, a: 'ü' }], a: 'text' };
    const result = { content: [{ type: 'text', text: 'four words of text' }] };
    await call(
      host,
      operationOf({ arguments: args, access: 'write', shape: () => result }),
      exchangeOf({
        requestId: 'r-1',
        transport: 'http',
        caller: { subject: 'ann', tenant: 'acme', client: 'desk', scopes: ['echo:write'], via: 'token' },
        client: { name: 'editor', version: '1.2' },
        protocol: { offered: '2027-01-01', served: '2026-07-28' },
      }),
    );
    const canonical = '{"a":"text","b":[1,{"a":"ü","z":1}]}';
    expect(await recorded()).toEqual([
      {
        chain: expect.stringMatching(/^[0-9a-f]{16}$/),
        seq: 2,
        prev: linesIn(file)[0]?.hash,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        type: 'call',
        server: { name: 'echo', version: '0.0.0' },
        ...{ kind: 'tool', name: 'probe', access: 'write', requestId: 'r-1', transport: 'http' },
        caller: { subject: 'ann', tenant: 'acme', client: 'desk', via: 'token' },
        client: { name: 'editor', version: '1.2' },
        protocol: { offered: '2027-01-01', served: '2026-07-28', mismatch: true },
        arguments: args,
        argumentsSha256: createHash('sha256').update(canonical).digest('hex'),
        outcome: 'ok',
        ms: expect.any(Number),
        bytes: JSON.stringify(result).length,
        tokens: { definitions: expect.any(Number), out: 4 },
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it.each([
    ['that throws', operationOf({ run: () => Promise.reject(new Error('boom at /srv/place')) }), 'internal'],
    ['that is not valid', operationOf({ validate: () => JSON.parse('{') }), 'internal'],
    ['that cannot be shaped', operationOf({ shape: () => JSON.parse('{') }), 'internal'],
  ])('%s', async (_, operation, error) => {
    const { host, recorded } = await audited();
    await call(host, operation, exchangeOf());
    const lines = await recorded();
    expect(lines).toMatchObject([{ name: 'probe', outcome: 'failed', error, bytes: 0, tokens: { out: 0 } }]);
    expect(JSON.stringify(lines)).not.toContain('/srv/place');
  });

  it('that the client has cancelled', async () => {
    const { host, recorded } = await audited();
    await call(host, operationOf(), exchangeOf({ signal: AbortSignal.abort() }));
    expect(await recorded()).toMatchObject([{ outcome: 'failed', error: 'cancelled' }]);
  });

  it('of nobody known, which does not run', async () => {
    const { host, recorded } = await audited();
    await call(host, operationOf(), exchangeOf({ caller: undefined }));
    expect(await recorded()).toMatchObject([
      { caller: null, error: 'forbidden', tokens: { definitions: 0 } },
    ]);
  });

  it('whose arguments have no canonical form, or are too deep', async () => {
    const { host, recorded } = await audited();
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    await call(host, operationOf({ arguments: { a: '\ud800' } }), exchangeOf());
    await call(host, operationOf({ arguments: deep }), exchangeOf());
    const lines = await recorded();
    expect(lines).toMatchObject([{ arguments: { a: expect.any(String) } }, { arguments: expect.anything() }]);
    expect(lines.some((line) => 'argumentsSha256' in line)).toBe(false);
  });
});

it('a tool that is not there is recorded by the name that was asked for', async () => {
  const file = join(folder(), 'audit.jsonl');
  const { url, stop } = await serve(server, ['--audit', file]);
  await ask(url, modern('tools/call', { name: 'no_such', arguments: {} }));
  await stop();
  expect(linesIn(file)).toContainEqual(
    expect.objectContaining({
      type: 'call',
      name: 'unknown',
      arguments: { name: 'no_such' },
      error: 'not_found',
    }),
  );
});

describe('a call that changes something', () => {
  const lost: Recorder = {
    settled: () => Promise.reject(new ToolError('unavailable', 'This was done, but not recorded.')),
  };

  it('is answered with what a recorder says that has lost its record, and recorded once', async () => {
    const { host, recorded } = await audited();
    (host.recorders as Recorder[]).push(lost);
    expect(await call(host, operationOf({ access: 'write' }), exchangeOf())).toEqual({
      failed: 'unavailable',
    });
    expect(await recorded()).toMatchObject([{ outcome: 'ok' }]);
  });

  it('and has failed keeps its own error; one that only reads does not wait', async () => {
    const { host } = await audited();
    (host.recorders as Recorder[]).push(lost);
    const failing = operationOf({
      access: 'write',
      run: () => Promise.reject(new ToolError('conflict', 'No.')),
    });
    expect(await call(host, failing, exchangeOf())).toEqual({ failed: 'conflict' });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ shaped: 'value' });
    await host.close();
  });
});

it('1,000 calls at once are 1,000 lines of one unbroken chain', async () => {
  const { host, file, recorded } = await audited();
  const ids = Array.from({ length: 1_000 }, (_, at) => at);
  await Promise.all(ids.map((requestId) => call(host, operationOf(), exchangeOf({ requestId }))));
  const lines = await recorded();
  expect(new Set(lines.map((line) => line.type === 'call' && line.requestId))).toEqual(new Set(ids));
  expect(lines).toHaveLength(1_000);
  expect(faultsOf(file)).toEqual([]);
});

describe('at the door', () => {
  it.each([
    ['no credential', {}, 401, 'no credential'],
    ['a header that cannot be read', { authorization: 'Nonsense' }, 400, 'invalid_request'],
    ['a token of nobody', { authorization: 'Bearer aaaa.bbbb.cccc' }, 401, 'ERR_'],
  ])('%s is recorded as refused, without the credential', async (_, headers, status, reason) => {
    const issuer = await startIssuer();
    const file = join(folder(), 'audit.jsonl');
    const { url, stop } = await serve(server, ['--audit', file, '--auth-issuer', issuer.url]);
    expect((await ask(url, modern('tools/list', {}, headers))).status).toBe(status);
    await stop();
    expect(linesIn(file)).toContainEqual(
      expect.objectContaining({
        type: 'event',
        kind: 'auth',
        name: 'refused',
        details: expect.objectContaining({
          status,
          reason: expect.stringContaining(reason),
          address: '127.0.0.1',
        }),
      }),
    );
    expect(readFileSync(file, 'utf8')).not.toMatch(/Nonsense|aaaa\.bbbb/);
  });

  it('a missing scope is recorded with who lacks which', async () => {
    const issuer = await startIssuer();
    const file = join(folder(), 'audit.jsonl');
    const { url, stop } = await serve(server, ['--audit', file, '--auth-issuer', issuer.url]);
    const authorization = `Bearer ${await issuer.token({ aud: url, tenant: 'acme' })}`;
    const remember = modern('tools/call', { name: 'remember', arguments: {} }, { authorization });
    expect((await ask(url, remember)).status).toBe(403);
    await stop();
    expect(linesIn(file)).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'auth', name: 'scope missing', subject: 'ann', tenant: 'acme' },
        details: expect.objectContaining({ status: 403, scopes: ['echo:write'] }),
      }),
    );
    expect(readFileSync(file, 'utf8')).not.toContain(authorization.slice(20));
  });

  it('no secret that somebody tells of by mistake is written', async () => {
    const { host, file, recorded } = await audited();
    const details = {
      token: 'S3CRETS3CRET',
      reason: 'no Bearer S3CRETS3CRET here',
      list: ['ghp_S3CRETS3CRET'],
    };
    tell(host, { kind: 'drift', name: 'key near expiry', subject: 'ann', details });
    expect(await recorded()).toMatchObject([
      { kind: 'drift', name: 'key near expiry', subject: 'ann', details: { token: '[redacted]' } },
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain('S3CRET');
  });

  it('whoever knocks too fast is counted, and does not fill the disk', async () => {
    const { host, recorded } = await audited();
    for (let at = 0; at < 1_000; at++)
      tell(host, { kind: 'auth', name: 'refused', details: { status: 401 } });
    tell(host, { kind: 'auth', name: 'scope missing', details: {} });
    const lines = await recorded();
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toMatchObject({
      name: 'refused',
      details: { more: 980, since: expect.any(String) },
    });
  });

  it('an issuer that does not answer is recorded', async () => {
    const issuer = await startIssuer();
    const file = join(folder(), 'audit.jsonl');
    const { url, stop } = await serve(server, ['--audit', file, '--auth-issuer', issuer.url]);
    const authorization = `Bearer ${await issuer.token({ aud: url })}`;
    await issuer.stop();
    expect((await ask(url, modern('tools/list', {}, { authorization }))).status).toBe(503);
    await stop();
    expect(linesIn(file)).toContainEqual(expect.objectContaining({ kind: 'auth', name: 'unavailable' }));
  });
});

it('no secret that is planted in arguments, headers, names or options is in the file', async () => {
  const issuer = await startIssuer();
  const file = join(folder(), 'audit.jsonl');
  const planted = 'S3CRETS3CRETS3CRET';
  const { url, stop } = await serve(server, ['--audit', file, '--auth-issuer', issuer.url]);
  const token = await issuer.token({ aud: url, jti: planted });
  const headers = { authorization: `Bearer ${token}`, cookie: planted, 'x-api-key': planted };
  const args = {
    text: `Bearer ${planted} ghp_${planted} postgres://u:${planted}@h/ ?token=${planted}`,
    password: planted,
    deep: { apiKey: planted, list: [{ client_secret: planted }] },
  };
  for (const name of ['echo', `ghp_${planted}`])
    await ask(url, modern('tools/call', { name, arguments: args }, headers));
  await ask(`${url}?access_token=${planted}`, modern('tools/list'));
  await stop();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('[redacted]');
  expect(text).not.toContain('S3CRET');
  expect(text).not.toContain(token.split('.')[2]);
  expect(linesIn(file).filter(({ type }) => type === 'call')).toHaveLength(2);
});

it('the start is recorded with options, without what is secret, and the cost of the tools; the end as well', async () => {
  const file = join(folder(), 'audit.jsonl');
  const phrase = z.string().meta({ description: 'A secret.', secret: true });
  const args = ['--audit', file, '--read-only', '--phrase', 'open sesame'];
  const { host } = await hostOf({ ...server, options: z.object({ phrase }) }, args);
  await call(host, operationOf({ arguments: { text: 'say open sesame' } }), exchangeOf());
  await host.close();
  const [first, ...rest] = linesIn(file);
  expect(first).toMatchObject({
    ...{ type: 'event', kind: 'lifecycle', name: 'started', seq: 1, prev: '0'.repeat(64) },
    details: {
      options: { audit: [file], readOnly: true, phrase: '[redacted]' },
      definitions: { echo: expect.any(Number) },
    },
  });
  expect(rest.at(-1)).toMatchObject({ kind: 'lifecycle', name: 'stopped' });
  expect(readFileSync(file, 'utf8')).not.toContain('sesame');
});

it('each caller is told apart by the definitions it sees', async () => {
  const { host, recorded } = await audited();
  const as = (scopes: string[]) => exchangeOf({ caller: { subject: 's', scopes, via: 'token' } });
  for (const access of ['read', 'destroy']) await call(host, operationOf(), as([`echo:${access}`]));
  const costs = (await recorded()).map((line) => (line.type === 'call' ? line.tokens.definitions : 0));
  expect(costs[0]).toBeGreaterThan(50);
  expect(costs[1]).toBeGreaterThan(costs[0] ?? 0);
});
