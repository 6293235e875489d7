import { join } from 'node:path';
import { interleave, type Row, summarise } from '../src/bench/index.ts';
import { modernRequest, startHttp } from '../src/testing/process.ts';
import { startIssuer, writeKey } from './credentials.ts';
import { type Load, microsecondsPerRequest } from './http-load.ts';

/** Many short rounds: what disturbs one contender then disturbs the next as well. */
const ROUNDS = 61;
const LOAD = { connections: 8, total: 600 };
const TEXT = 'the quick brown fox jumps over the lazy dog';

/** What a team adds to authentication, a limit raised so far that it is not met: everything a call then passes. */
const guarded = (audit: string) => ['--limit', '1000000/s', '--limit-tenant', '1000000/s', '--audit', audit];

/** How much longer the whole path may take than the SDK alone. */
const BOUND = { ratio: 1.15 };

interface Contender {
  what: string;
  program: string;
  args: string[];
  authorization?(url: string): string | Promise<string>;
  bound?: Row['bound'];
}

/** Requests over HTTP on this machine, from clients that keep their connections: ours beside the bare SDK. */
export async function http({ ours, bare }: { ours: string; bare: string }, folder: string): Promise<Row[]> {
  const keys = join(folder, 'keys.json');
  const key = writeKey(keys);
  const issuer = await startIssuer();
  const contenders: Contender[] = [
    { what: 'bare', program: bare, args: [] },
    {
      what: 'a request, open',
      program: ours,
      args: ['--limit', 'off', '--limit-tenant', 'off'],
      bound: BOUND,
    },
    {
      what: 'a request with a key',
      program: ours,
      args: ['--api-keys', keys, ...guarded(join(folder, 'key.jsonl'))],
      authorization: () => `Bearer ${key}`,
      bound: BOUND,
    },
    {
      what: 'a request with a token',
      program: ours,
      args: ['--auth-issuer', issuer.url, ...guarded(join(folder, 'token.jsonl'))],
      authorization: async (url) => `Bearer ${await issuer.token(url)}`,
      bound: BOUND,
    },
  ];
  try {
    return await measure(contenders);
  } finally {
    issuer.close();
  }
}

async function measure(contenders: readonly Contender[]): Promise<Row[]> {
  const running = await Promise.all(contenders.map(start));
  try {
    const times = await interleave(
      ROUNDS,
      Object.fromEntries(running.map(({ what, load }) => [what, () => microsecondsPerRequest(load, LOAD)])),
    );
    const median = (what: string) => summarise(times[what] ?? []).median;
    return running.slice(1).map(({ what, bound }) => ({
      what,
      ours: median(what),
      peer: median('bare'),
      unit: 'µs',
      ...(bound !== undefined && { bound }),
    }));
  } finally {
    for (const { stop } of running) await stop();
  }
}

async function start(contender: Contender) {
  const { what, program, args, authorization, bound } = contender;
  const { url, raw } = await startHttp({ command: process.execPath, args: [program, ...args] });
  const load: Load = {
    url,
    headers: {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo',
      ...(authorization !== undefined && { authorization: await authorization(url) }),
    },
    body: JSON.stringify(modernRequest(1, 'tools/call', { name: 'echo', arguments: { text: TEXT } })),
    expected: TEXT,
  };
  const stop = async () => {
    raw.process.kill('SIGKILL');
    await raw.exited;
  };
  return { what, bound, load, stop };
}
