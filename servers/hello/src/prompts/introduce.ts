import { definePrompt } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';

export const introduce = definePrompt({
  name: 'introduce',
  title: 'Introduce',
  description: 'Introduces somebody in every language that there is.',
  input: z.object({ name: z.string().min(1).max(100).describe('Who is introduced.') }),
  async render({ name }, { greetings }: Context) {
    const asked = `Greet the person of the last message with greet, in ${greetings.languages.join(', ')}, one line each.`;
    // What somebody typed is data: it comes in a message of its own, never inside of ours.
    return [asked, name].map((text) => ({ role: 'user', content: { type: 'text', text } }));
  },
});
