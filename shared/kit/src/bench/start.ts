import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { type Contender, Wire, withWire } from './wire.ts';

/** Milliseconds from the spawn of the process to its first answer. */
export async function startOf(contender: Contender): Promise<number> {
  const started = performance.now();
  const wire = new Wire(contender);
  await wire.open();
  const ms = performance.now() - started;
  await wire.close();
  return ms;
}

/** What the tools of a server cost a model: tokens of their names, descriptions and input schemas. */
export async function tokensOf(contender: Contender): Promise<number> {
  const { message } = await withWire(contender, (wire) => wire.call('tools/list', {}));
  const { tools } = message.result as {
    tools: { name: string; description?: string; inputSchema: unknown }[];
  };
  return tokensIn(
    JSON.stringify(
      tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema })),
    ),
  );
}

/** Tokens of a text, as `cl100k_base` counts them. */
export function tokensIn(text: string): number {
  return encode(text).length;
}
