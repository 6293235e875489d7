import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { Result, TestClient } from '../client.ts';
import type { Connection, Promised } from './expectations.ts';

/** Calls: what succeeds, what is refused and how, and what is cancelled. */
export function callsContract(expectations: Promised, connection: Connection): void {
  const { server, tools, succeed, slow } = expectations;

  it('has a successful call for every tool, with an output that fits its schema', async () => {
    expect(new Set(succeed.map(({ tool }) => tool))).toEqual(new Set(Object.keys(tools)));
    for (const { tool, input } of succeed) {
      const result = await connection.client().call(tool, input);
      expect(result.isError ?? false, `${tool}: ${textOf(result)}`).toBe(false);
      const { output } = server.tools.find(({ name }) => name === tool) ?? {};
      if (output !== undefined) expect(() => output.strict().parse(result.structuredContent)).not.toThrow();
    }
  });

  for (const tool of server.tools) {
    it(`refuses malformed input to ${tool.name} by naming the field`, async () => {
      for (const { field, input } of malformed(tool.input, validInput(expectations, tool.name))) {
        const result = await connection.client().call(tool.name, input);
        expect(result.isError, `${field}: ${JSON.stringify(input)}`).toBe(true);
        expect(textOf(result)).toContain('invalid_input');
        expect(textOf(result)).toContain(field);
      }
    });
  }

  it('answers an unknown tool with a protocol error that names the tools', async () => {
    await expect(connection.client().call('no_such_tool')).rejects.toThrow(
      new RegExp(Object.keys(tools)[0] ?? ''),
    );
  });

  if (slow !== undefined) {
    it('stops a cancelled call and goes on answering', async () => {
      await cancelled(connection.client(), slow);
      const { tool, input } = succeed[0] ?? slow;
      expect((await connection.client().call(tool, input)).isError ?? false).toBe(false);
    });
  }
}

async function cancelled(client: TestClient, { tool, input }: NonNullable<Promised['slow']>): Promise<void> {
  const controller = new AbortController();
  const call = client.call(tool, input, { signal: controller.signal });
  setTimeout(() => controller.abort('changed my mind'), 5);
  await expect(call).rejects.toThrow();
}

function validInput({ succeed }: Promised, tool: string): Record<string, unknown> {
  return succeed.find((call) => call.tool === tool)?.input ?? {};
}

/** Inputs that each break one field: missing, of the wrong type, or unknown. */
function malformed(schema: z.ZodObject, valid: Record<string, unknown>): { field: string; input: unknown }[] {
  const broken = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([field, type]) => {
    const { [field]: _, ...rest } = valid;
    const wrong = type.safeParse(true).success ? 42 : true;
    const wrongType = { field, input: { ...valid, [field]: wrong } };
    return type.safeParse(undefined).success ? [wrongType] : [wrongType, { field, input: rest }];
  });
  return [...broken, { field: 'noSuchArgument', input: { ...valid, noSuchArgument: 1 } }];
}

export function textOf({ content }: Result): string {
  return content.map(({ text }) => text ?? '').join('\n');
}
