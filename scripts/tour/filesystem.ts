import type { Tour } from './step.ts';

/** What the tour shows of the filesystem server, on its sample folder. */
export const tour: Tour = {
  steps: [
    { say: 'What is there?', tool: 'list', input: { depth: 2 } },
    { say: 'Where is cumin mentioned?', tool: 'search', input: { query: 'cumin', context: 1 } },
    {
      say: 'A few lines of a file, and the token that stands for its state',
      tool: 'read',
      input: { path: 'recipes/lentil-soup.md', offset: 8, limit: 3 },
    },
    {
      say: 'An edit: exactly one place must match, and the difference comes back',
      tool: 'edit',
      input: { path: 'recipes/lentil-soup.md', edits: [{ old: '35 minutes', new: '25 minutes' }] },
    },
    {
      say: 'A secret inside the folder stays a secret',
      tool: 'read',
      input: { path: '.env' },
      refused: true,
    },
    {
      say: 'And nothing outside the folder exists',
      tool: 'read',
      input: { path: '../../etc/passwd' },
      refused: true,
    },
  ],
};
