import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkInput } from '../../src/call/invalid-input.ts';
import { ToolError } from '../../src/errors.ts';

const schema = z.strictObject({
  path: z.string().min(1).max(10),
  limit: z.number().int().min(1).max(100).optional(),
  mode: z.enum(['lines', 'files']).optional(),
  edits: z
    .array(z.strictObject({ old: z.string(), all: z.boolean().optional() }))
    .min(1)
    .max(2)
    .optional(),
  labels: z.record(z.string().regex(/^[a-z]+$/), z.number()).optional(),
  either: z.union([z.string(), z.number()]).optional(),
});

function faultOf(value: unknown): ToolError {
  try {
    checkInput(schema, value);
  } catch (error) {
    expect(error).toBeInstanceOf(ToolError);
    return error as ToolError;
  }
  throw new Error('accepted');
}

describe('what is wrong with the arguments', () => {
  it.each([
    [{}, 'path: is required.'],
    [undefined, 'path: is required.'],
    [null, 'path: is required.'],
    [[], 'arguments: must be an object.'],
    ['text', 'arguments: must be an object.'],
    [{ path: 5 }, 'path: must be a string.'],
    [{ path: null }, 'path: must be a string.'],
    [{ path: '' }, 'path: must have at least 1 character.'],
    [{ path: 'x'.repeat(11) }, 'path: must have at most 10 characters.'],
    [{ path: 'a', limit: 0 }, 'limit: must be at least 1.'],
    [{ path: 'a', limit: 101 }, 'limit: must be at most 100.'],
    [{ path: 'a', limit: 1.5 }, 'limit: must be a whole number.'],
    [{ path: 'a', limit: '5' }, 'limit: must be a number.'],
    [{ path: 'a', mode: 'words' }, 'mode: must be one of lines, files.'],
    [{ path: 'a', edits: [] }, 'edits: must have at least 1 item.'],
    [
      { path: 'a', edits: [{ old: 'x' }, { all: 1 }] },
      'edits[1].old: is required; edits[1].all: must be a boolean.',
    ],
    [{ path: 'a', edits: {} }, 'edits: must be an array.'],
    [{ path: 'a', depth: 1 }, 'depth: unknown argument.'],
    [{ path: 'a', edits: [{ old: 'x', odd: 1 }] }, 'edits[0].odd: unknown argument.'],
    [{ path: 'a', either: true }, 'either: Invalid input.'],
  ])('%j: %s', (value, message) => {
    expect(faultOf(value)).toMatchObject({ code: 'invalid_input', message, retryable: false });
  });

  it('comes with the names of all arguments', () => {
    expect(faultOf({}).hint).toBe('The arguments are: path, limit, mode, edits, labels, either.');
    expect(() => checkInput(z.strictObject({}), { a: 1 })).toThrow(
      expect.objectContaining({ hint: 'The arguments are: none.' }),
    );
  });

  it('is said of the first five, and the rest is counted', () => {
    const wide = z.object(Object.fromEntries(Array.from('abcdefgh', (key) => [key, z.string()])));
    expect(() => checkInput(wide, {})).toThrow(/^a: is required; .*e: is required; and 3 more\.$/);
  });

  it('gives back what the schema made of what is right', () => {
    const coerced = z.strictObject({ a: z.string().trim(), b: z.number().default(2) });
    expect(checkInput(coerced, { a: ' x ' })).toEqual({ a: 'x', b: 2 });
  });
});

describe('the words of a caller', () => {
  it.each([
    { ['k'.repeat(1_000_000)]: 1 },
    { path: 'a', labels: { ['K'.repeat(1_000_000)]: 1 } },
    { path: 'a', 'line\nbreak \u001b[2J\u202e': 1 },
    { path: 'a', labels: { 'line\nbreak \u001b[2J\u202e': 1 } },
    { path: 'x'.repeat(1_000_000) },
  ])('are shown short and in one line: %#', (value) => {
    const { message } = faultOf(value);
    expect(message.length).toBeLessThan(400);
    expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('never make anything but a ToolError or an accepted value', () => {
    const value = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      fc.record({ path: fc.anything(), edits: fc.anything(), labels: fc.object() }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(value, (input) => {
        try {
          expect(checkInput(schema, input)).toHaveProperty('path');
        } catch (error) {
          expect(error).toBeInstanceOf(ToolError);
          expect((error as Error).message).toMatch(/^[^\r\n]{1,900}\.$/);
        }
      }),
    );
  });
});
