import type { Tour } from './step.ts';

/** What the tour shows of the smallest server. */
export const tour: Tour = {
  steps: [
    { say: 'The smallest server: one tool', tool: 'greet', input: { name: 'Ann', language: 'Français' } },
    {
      say: 'An error says what to do next',
      tool: 'greet',
      input: { name: 'Ann', language: 'Francais' },
      refused: true,
    },
  ],
};
