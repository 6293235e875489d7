import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Prompt, Tool } from '../../src/define.ts';
import type { AnyServer, ResourceDefinition } from '../../src/index.ts';
import { OptionError } from '../../src/index.ts';
import { type Selection, surfaceOf } from '../../src/surface/surface.ts';
import { server } from '../fixture/echo-server.ts';
import { echo } from '../fixture/tools.ts';

const all: Selection = { readOnly: false, tools: [] };
const offering = (change: Partial<AnyServer>, selection = all) =>
  surfaceOf({ ...(server as AnyServer), ...change }, selection, { place: 'attic' });
const withTool = (change: Partial<Tool<unknown>>) =>
  offering({ tools: [{ ...(echo as Tool<unknown>), ...change }] });
const listed = (change: Partial<Tool<unknown>>) => withTool(change).tools.get(change.name ?? 'echo')?.listed;

describe('a definition that cannot be served stops the start, with the name of what is wrong', () => {
  it.each([
    ['input', z.object({ when: z.date() })],
    ['input', z.object({ deep: z.array(z.object({ n: z.bigint() })) })],
    ['output', z.object({ made: z.string().transform((text) => text.length) })],
    ['output', z.object({ any: z.custom<string>() })],
  ])('an %s schema that JSON Schema cannot express: %#', (side, schema) => {
    const start = () => withTool({ name: 'guilty', [side]: schema });
    expect(start).toThrow(TypeError);
    expect(start).toThrow(`Tool 'guilty': its ${side} schema cannot be expressed as JSON Schema.`);
  });

  it.each(['', 'Echo', 'has-dash', '1st', '_x', 'two words', 'é', 'a'.repeat(65), 'a\n'])(
    'the tool name %j',
    (name) => {
      expect(() => withTool({ name })).toThrow('a name is snake_case and at most 64 characters');
    },
  );

  it('a tool without a description', () => {
    expect(() => withTool({ description: '  ' })).toThrow("Tool 'echo' has no description.");
  });

  it.each(['tools', 'resources', 'prompts'] as const)('two %s that are called the same', (kind) => {
    const twice = [...(server[kind] ?? []), ...(server[kind] ?? []).slice(0, 1)];
    expect(() => offering({ [kind]: twice })).toThrow(/^Two \w+s are called '/);
  });
});

describe('what is listed of a tool', () => {
  it('is its words and its schemas, strict and without what tells a model nothing', () => {
    expect(listed({})).toEqual({
      name: 'echo',
      title: 'Echo',
      description: 'Gives back what it was given.',
      inputSchema: {
        type: 'object',
        properties: {
          text: { type: 'string', description: 'What to give back.' },
          times: { type: 'integer', minimum: 1, maximum: 9 },
        },
        required: ['text'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    });
    const whole = listed({
      input: z.object({ n: z.number().int() }),
      output: z.object({ n: z.number().int() }),
    });
    expect(whole?.inputSchema.properties).toEqual({ n: { type: 'integer' } });
    expect(whole?.outputSchema?.properties).toEqual({ n: { type: 'integer' } });
  });

  it.each([
    ['read', {}, [true, false, true, false]],
    ['write', {}, [false, false, false, false]],
    ['destroy', {}, [false, true, false, false]],
    ['write', { destructive: true, idempotent: true, openWorld: true }, [false, true, true, true]],
  ] as const)(
    'says of %s and %j what it does',
    (access, hints, [readOnly, destructive, idempotent, openWorld]) => {
      expect(listed({ access, hints })?.annotations).toEqual({
        readOnlyHint: readOnly,
        destructiveHint: destructive,
        idempotentHint: idempotent,
        openWorldHint: openWorld,
      });
    },
  );
});

describe('what is left of the tools', () => {
  const names = (selection: Selection) => [...offering({}, selection).tools.keys()];

  it.each([
    [false, [], ['echo', 'count', 'pause', 'remember', 'forget']],
    [true, [], ['echo', 'count', 'pause']],
    [false, ['forget', 'echo'], ['echo', 'forget']],
    [true, ['forget', 'echo'], ['echo']],
  ])('with --read-only %s and --tools %j: %j', (readOnly, tools, left) => {
    expect(names({ readOnly, tools })).toEqual(left);
  });

  it('is never nothing, and never guessed', () => {
    expect(() => names({ readOnly: true, tools: ['forget'] })).toThrow(OptionError);
    expect(() => names({ readOnly: false, tools: ['echo', 'no\nsuch'] })).toThrow(
      new OptionError(
        '--tools: there is no tool "no\\nsuch"; there are echo, count, pause, remember, forget.',
      ),
    );
    expect(offering({ tools: [] }).tools.size).toBe(0);
  });
});

describe('a resource', () => {
  const match = (uri: string, asked: string) => {
    const resource = { ...server.resources?.[0], uri } as ResourceDefinition<unknown>;
    return offering({ resources: [resource] })
      .resources.get(uri)
      ?.match(asked);
  };

  it('fits its own URI only', () => {
    expect(match('echo://notes', 'echo://notes')).toEqual({});
    for (const asked of ['echo://notes/', 'ECHO://notes', 'echo://notes?x', '']) {
      expect(match('echo://notes', asked)).toBeUndefined();
    }
  });

  it('with variables fits what they can stand for', () => {
    expect(match('file:///{+path}', 'file:///a/b.txt')).toEqual({ path: 'a/b.txt' });
    expect(match('echo://note/{name}', 'echo://note/first')).toEqual({ name: 'first' });
    for (const asked of ['echo://note/', 'echo://note/a/b', 'xecho://note/a', 'echo://notes']) {
      expect(match('echo://note/{name}', asked)).toBeUndefined();
    }
  });

  it('may be named after what the operator configured', () => {
    const uri = ({ place }: { place: string }) => `echo://${place}`;
    const resource = { ...server.resources?.[0], uri } as ResourceDefinition<unknown>;
    const ready = offering({ resources: [resource] }).resources.get('echo://attic');
    expect(ready?.listed).toMatchObject({ resource: { uri: 'echo://attic' } });
    expect(ready?.match('echo://attic')).toEqual({});
    expect(ready?.match('echo://cellar')).toBeUndefined();
  });

  it('does not fit what is longer than any URI, instead of failing', () => {
    expect(match('echo://note/{name}', `echo://note/${'x'.repeat(2_000_000)}`)).toBeUndefined();
  });

  it('is listed by its URI or as a template', () => {
    const surface = [...offering({}).resources.values()].map((resource) => resource.listed);
    expect(surface.map((item) => Object.keys(item)[0])).toEqual(['resource', 'resource', 'template']);
    expect(surface.at(-1)).toMatchObject({
      template: { uriTemplate: 'echo://note/{name}', mimeType: 'text/plain' },
    });
  });
});

it('a prompt lists its arguments, and which it needs', () => {
  const input = z.object({
    a: z.string().describe('First.'),
    b: z.string().optional(),
    c: z.string().default('x'),
  });
  const prompt = { ...server.prompts?.[0], input } as Prompt<unknown>;
  expect(offering({ prompts: [prompt] }).prompts.get('summarise')?.listed.arguments).toEqual([
    { name: 'a', description: 'First.', required: true },
    { name: 'b', required: false },
    { name: 'c', required: false },
  ]);
});
