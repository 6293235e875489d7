import { defineResource } from '@ashlar/kit';
import type { Context } from '../context.ts';

export const greeting = defineResource<Pick<Context, 'greetings'>>({
  name: 'greeting',
  title: 'Greeting',
  description: 'How people are greeted in a language; {name} stands for who is.',
  uri: 'hello://greetings/{language}',
  mimeType: 'text/plain',
  async read(uri, { language = '' }, { greetings }) {
    return { contents: [{ uri, mimeType: 'text/plain', text: greetings.of(language) }] };
  },
  complete: {
    language: async (typed, { greetings }) =>
      greetings.languages.filter((language) => language.toLowerCase().startsWith(typed.toLowerCase())),
  },
});
