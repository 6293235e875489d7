import { expect, it } from 'vitest';
import * as z from 'zod';
import type { Tool } from '../../src/define.ts';
import { readyTool } from '../../src/surface/tool-surface.ts';
import { echo } from '../fixture/tools.ts';

const header = (name: unknown) => ({ 'x-mcp-header': name });
const ready = (input: z.ZodObject) => readyTool({ ...(echo as Tool<unknown>), input });

it('finds parameters that are headers, also within others', () => {
  const input = z.object({
    region: z.string().meta(header('Region')),
    at: z.object({ floor: z.int().meta(header('Floor')) }),
    open: z.boolean().meta(header('Open')).optional(),
    other: z.string(),
  });
  expect(ready(input).headers).toEqual([
    { header: 'Region', path: ['region'] },
    { header: 'Floor', path: ['at', 'floor'] },
    { header: 'Open', path: ['open'] },
  ]);
  expect(ready(input).listed.inputSchema.properties).toHaveProperty(['region', 'x-mcp-header'], 'Region');
});

it.each<[string, z.ZodObject, string]>([
  ['in a list', z.object({ all: z.array(z.string().meta(header('A'))) }), 'only a text, a number'],
  ['in a choice', z.object({ a: z.union([z.string().meta(header('A')), z.int()]) }), 'only a text, a number'],
  [
    'of many keys',
    z.object({ a: z.record(z.string(), z.string().meta(header('A'))) }),
    'only a text, a number',
  ],
  ['a list', z.object({ a: z.array(z.string()).meta(header('A')) }), 'only a text, a number'],
  ['the whole input', z.object({ a: z.string() }).meta(header('A')), 'only a text, a number'],
  ['without a name', z.object({ a: z.string().meta(header('')) }), '"" is no name of a header'],
  ['with a space in its name', z.object({ a: z.string().meta(header('A b')) }), '"A b" is no name'],
  ['with a number for a name', z.object({ a: z.string().meta(header(5)) }), '5 is no name'],
  [
    'of the name of another',
    z.object({ a: z.string().meta(header('Same')), b: z.string().meta(header('same')) }),
    "two parameters are the header 'same'",
  ],
])('refuses at the start a header that is %s', (_, input, words) => {
  expect(() => ready(input)).toThrow(`Tool 'echo': ${words}`);
  expect(() => ready(input)).toThrow(TypeError);
});

it('keeps what is said of an input in the words of JSON Schema', () => {
  const said = { $schema: 'https://json-schema.org/draft/2020-12/schema', anyOf: [{ required: ['a'] }] };
  const { listed, input } = ready(z.object({ a: z.string().optional() }).meta(said));
  expect(listed.inputSchema).toMatchObject({ ...said, additionalProperties: false });
  expect(input.safeParse({ b: 1 }).success).toBe(false);
  expect(ready(z.object({ a: z.string() })).listed.inputSchema).not.toHaveProperty('$schema');
});
