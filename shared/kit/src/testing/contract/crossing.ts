import pLimit, { type LimitFunction } from 'p-limit';
import { expect, it } from 'vitest';
import { type Command, connectHttp, type Result, type TestClient } from '../client.ts';
import { startHttp } from '../process.ts';
import { tenantKeys } from '../tenant-keys.ts';
import { textOf } from './calls.ts';
import type { Promised } from './expectations.ts';

const CALLS = 1_000;
/** Calls that each caller has under way at once: servers may let a caller wait, but refuse none so few. */
const AT_ONCE = 4;
/** Milliseconds; it takes two seconds on a machine of its own. */
const TIMEOUT_MS = 180_000;
const TENANTS = ['acme', 'globex'] as const;

/**
 * Two tenants at once, with every tool: each answer belongs to its request. What only reads is called for what it
 * gives, which differs from tool to tool; and every tool with an argument that it does not have and that no other
 * call names, which the refusal has to name.
 */
export function crossingContract(expectations: Promised, command: (args: string[]) => Command): void {
  it(
    `gives each of ${CALLS} calls its own answer, with two tenants calling at once over HTTP`,
    async () => {
      const fixture = await expectations.start();
      const keys = await tenantKeys(expectations.server.name, TENANTS);
      const program = await startHttp(command([...fixture.args, '--api-keys', keys.path]));
      const callers = await Promise.all(keys.made.map(({ tenant, key }) => caller(tenant, key, program.url)));
      try {
        const check = await checker(expectations, callers[0] as Caller);
        const calls = Array.from({ length: CALLS / callers.length }, (_, index) =>
          callers.map((each) => each.limit(() => check(each, index))),
        );
        await Promise.all(calls.flat());
      } finally {
        await Promise.all(callers.map(({ client }) => client.close()));
        await program.stop();
        await keys.dispose();
        await fixture.dispose();
      }
    },
    TIMEOUT_MS,
  );
}

interface Caller {
  tenant: string;
  client: TestClient;
  limit: LimitFunction;
}

/** Makes one call as a caller, and checks that the answer is its own. */
async function checker({ tools, succeed }: Promised, first: Caller) {
  const reads = succeed.filter(({ tool }) => tools[tool] === 'read');
  const expected = await Promise.all(reads.map(({ tool, input }) => first.client.call(tool, input)));
  return async ({ tenant, client }: Caller, index: number): Promise<void> => {
    const turn = Math.floor(index / 2);
    const read = reads[turn % reads.length];
    if (index % 2 === 0 && read !== undefined) {
      const result = await client.call(read.tool, read.input);
      return expect(contentOf(result)).toEqual(contentOf(expected[turn % reads.length]));
    }
    const { tool, input } = succeed[turn % succeed.length] ?? { tool: '', input: {} };
    const mark = `${tenant}_${index}`;
    const text = textOf(await client.call(tool, { ...input, [mark]: 1 }));
    expect(text).toMatch(new RegExp(`invalid_input.*\\b${mark}\\b`));
  };
}

async function caller(tenant: string, key: string, url: string): Promise<Caller> {
  const client = await connectHttp('v2', url, { headers: { authorization: `Bearer ${key}` } });
  return { tenant, client, limit: pLimit(AT_ONCE) };
}

/** How long it took is no part of what was asked for, as a number and in the text that mirrors it. */
const ELAPSED = /(elapsedMs\\?":)\d+/g;

function contentOf({ isError = false, content, structuredContent }: Result = { content: [] }): unknown {
  const told = JSON.stringify([isError, content, structuredContent ?? null]);
  return JSON.parse(told.replaceAll(ELAPSED, '$10'));
}
