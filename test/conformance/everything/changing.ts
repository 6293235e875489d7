import * as z from 'zod';
import { definePrompt, defineTool } from '../../../shared/kit/src/index.ts';

type List = 'tools' | 'prompts';

/** Which lists have one more now, and who is told when that changes. */
export class Changing {
  readonly more = new Set<List>();
  readonly #told = new Set<() => void>();

  watch(changed: () => void): () => void {
    this.#told.add(changed);
    return () => void this.#told.delete(changed);
  }

  toggle(list: List): void {
    if (!this.more.delete(list)) this.more.add(list);
    for (const told of this.#told) told();
  }
}

/** What is not always there. */
export const moreTool = defineTool({
  name: 'test_one_more',
  title: 'One more',
  description: 'Is not always there.',
  input: z.object({}),
  access: 'read',
  run: async () => 'here',
});

export const morePrompt = definePrompt({
  name: 'test_one_more_prompt',
  title: 'One more',
  description: 'Is not always there.',
  input: z.object({}),
  render: async () => [{ role: 'user', content: { type: 'text', text: 'Here.' } }],
});

const changes = (name: string, list: List) =>
  defineTool({
    name,
    title: `Changes the ${list}`,
    description: `Adds one to the ${list}, or takes it away again.`,
    input: z.object({}),
    access: 'read',
    async run(_, { lists }: { lists: Changing }) {
      lists.toggle(list);
      return 'done';
    },
  });

/** Two tools that change what the server offers. */
export const changingTools = [
  changes('test_trigger_tool_change', 'tools'),
  changes('test_trigger_prompt_change', 'prompts'),
];
