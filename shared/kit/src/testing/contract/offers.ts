import { expect, it } from 'vitest';
import type { Connection, Promised } from './expectations.ts';

/** Resources and prompts: what can be had, and what is refused. */
export function offersContract(expectations: Promised, connection: Connection): void {
  const { server, resources = [], prompts = {}, missingResource } = expectations;

  if (resources.length > 0) {
    it('has something to read for every resource it names', async () => {
      for (const uri of resources) {
        const { contents } = await connection.client().sdk.readResource({ uri });
        expect(contents, uri).toEqual([expect.objectContaining({ uri })]);
      }
    });
  }
  if (missingResource !== undefined) {
    it('answers an unknown resource with a protocol error', async () => {
      const read = connection.client().sdk.readResource({ uri: missingResource });
      await expect(read).rejects.toMatchObject({ code: -32_602 });
    });
  }
  if (server.prompts === undefined) return;

  it('renders every prompt, in text', async () => {
    expect(Object.keys(prompts)).toEqual(server.prompts?.map(({ name }) => name));
    for (const [name, given] of Object.entries(prompts)) {
      const { messages } = await connection.client().sdk.getPrompt({ name, arguments: given });
      expect(messages.length, name).toBeGreaterThan(0);
      for (const { content } of messages) expect(content).toMatchObject({ text: expect.any(String) });
    }
  });

  it('answers an unknown prompt, and an unknown argument of one, with a protocol error', async () => {
    const { sdk } = connection.client();
    const [name = ''] = Object.keys(prompts);
    await expect(sdk.getPrompt({ name: 'no_such_prompt' })).rejects.toMatchObject({ code: -32_602 });
    const odd = sdk.getPrompt({ name, arguments: { ...prompts[name], noSuchArgument: 'x' } });
    await expect(odd).rejects.toThrow('noSuchArgument');
  });
}
