import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, type Listed, lockOf } from '../../src/surface/lock.ts';
import { connectInProcess } from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';

const count = (text: string) => text.split(/\W+/).length;
const client = await connectInProcess(server);
const listed = JSON.parse(JSON.stringify(await client.listed())) as Listed;
await client.close();

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffled(item, seed)] as const);
  const order = (key: string) => (seed * (key.charCodeAt(0) + 31 * key.length)) % 17;
  return Object.fromEntries(entries.sort(([a], [b]) => order(a) - order(b)));
}

/** The same value with one of its leaves changed, and how many it has. */
function changed(value: unknown, at: number): { value: unknown; leaves: number } {
  let leaves = 0;
  const walk = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item === 'object' && item !== null) {
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, walk(inner)]));
    }
    if (leaves++ !== at) return item;
    if (typeof item === 'boolean') return !item;
    return typeof item === 'number' ? item + 1 : `${item} `;
  };
  return { value: walk(value), leaves };
}

describe('the canonical form', () => {
  it('is the same for every order of keys, and keeps the order of lists', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
        expect(canonical(shuffled(value, seed))).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(canonical([2, 1])).toBe('[2,1]');
  });

  it('is JSON without white space, sorted by UTF-16 units', () => {
    expect(canonical({ b: { d: 1, c: [] }, a: null, é: 'é', A: true })).toBe(
      '{"A":true,"a":null,"b":{"c":[],"d":1},"é":"é"}',
    );
  });
});

describe('the lock of a surface', () => {
  const lock = lockOf(listed, count);

  it('holds every tool, resource and prompt in order, whole and with its tokens', () => {
    expect(lock.tools.map(({ name }) => name)).toEqual(['echo', 'count', 'pause', 'remember', 'forget']);
    expect(lock.resources.map(({ name }) => name)).toEqual([
      'echo://notes',
      'echo://watching',
      'echo://note/{name}',
    ]);
    expect(lock.prompts.map(({ name }) => name)).toEqual(['summarise']);
    expect(lock.tools.map(({ definition }) => definition)).toEqual(listed.tools);
    for (const item of [...lock.tools, ...lock.resources, ...lock.prompts]) {
      expect(item.sha256).toMatch(/^[\da-f]{64}$/);
      expect(item.tokens).toBeGreaterThan(0);
    }
  });

  it('counts as tokens what a model sees, and not titles, hints and output schemas', () => {
    const bare = listed.tools.map(({ name, description = '', inputSchema }) => ({
      name,
      description,
      inputSchema,
    }));
    expect(lockOf({ ...listed, tools: bare }, count).tokens).toBe(lock.tokens);
    const longer = listed.tools.map((tool) => ({ ...tool, description: `${tool.description} One more.` }));
    expect(lockOf({ ...listed, tools: longer }, count).tokens).toBeGreaterThan(lock.tokens);
  });

  it('is the same however the keys came', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(lockOf(shuffled(listed, seed) as Listed, count).sha256).toBe(lock.sha256);
      }),
      { numRuns: 30 },
    );
  });

  it('is another for any changed word, number or hint', () => {
    const { leaves } = changed(listed, -1);
    expect(leaves).toBeGreaterThan(60);
    const hashes = Array.from(
      { length: leaves },
      (_, at) => lockOf(changed(listed, at).value as Listed, count).sha256,
    );
    expect(hashes).not.toContain(lock.sha256);
    expect(new Set(hashes).size).toBe(leaves);
  });

  it('is another for another order of tools', () => {
    expect(lockOf({ ...listed, tools: [...listed.tools].reverse() }, count).sha256).not.toBe(lock.sha256);
  });

  it('leaves out what depends on the machine', () => {
    const settle = (text: string) => text.replace(/\/home\/\w+/, '<root>');
    const at = (home: string) => lockOf({ ...listed, instructions: `Files below ${home}.` }, count, settle);
    expect(at('/home/ann').sha256).toBe(at('/home/bob').sha256);
    expect(at('/home/ann').instructions).toBe('Files below <root>.');
  });
});
