import * as z from 'zod';
import { definePrompt } from '../../../shared/kit/src/index.ts';
import { PIXEL } from './content.ts';
import { field, form } from './questions.ts';

const said = (text: string) => ({ role: 'user' as const, content: { type: 'text' as const, text } });

/** A prompt of every kind. */
export const prompts = [
  definePrompt({
    name: 'test_simple_prompt',
    title: 'A prompt',
    description: 'A prompt without arguments.',
    input: z.object({}),
    render: async () => [said('A prompt, for tests.')],
  }),
  definePrompt({
    name: 'test_prompt_with_arguments',
    title: 'A prompt with arguments',
    description: 'A prompt with two arguments.',
    input: z.object({ arg1: z.string().describe('The first.'), arg2: z.string().describe('The second.') }),
    render: async ({ arg1, arg2 }) => [said(`arg1='${arg1}', arg2='${arg2}'`)],
    complete: {
      arg1: async (typed) => ['paris', 'park', 'party', 'test'].filter((word) => word.startsWith(typed)),
    },
  }),
  definePrompt({
    name: 'test_prompt_with_embedded_resource',
    title: 'A prompt with a resource',
    description: 'A prompt with a resource in it.',
    input: z.object({ resourceUri: z.string().describe('Which one.') }),
    render: async ({ resourceUri }) => [
      {
        role: 'user',
        content: {
          type: 'resource',
          resource: { uri: resourceUri, mimeType: 'text/plain', text: 'A resource in a prompt.' },
        },
      },
      said('What does it say?'),
    ],
  }),
  definePrompt({
    name: 'test_prompt_with_image',
    title: 'A prompt with an image',
    description: 'A prompt with an image in it.',
    input: z.object({}),
    render: async () => [
      { role: 'user', content: { type: 'image', data: PIXEL, mimeType: 'image/png' } },
      said('What do you see?'),
    ],
  }),
  definePrompt({
    name: 'test_input_required_result_prompt',
    title: 'A prompt that asks',
    description: 'A prompt that is made of what its user answers.',
    input: z.object({}),
    async render(_, { ask }) {
      const { user_context } = await ask({ user_context: form('What is it about?', field('context')) });
      return [said(`It is about ${user_context.content?.context}.`)];
    },
  }),
];
