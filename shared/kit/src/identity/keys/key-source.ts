import * as z from 'zod';
import { defineSource } from '../source.ts';

/** API keys, out of a file that `ashlar keys` writes. */
export const apiKeys = defineSource({
  via: 'key',
  scheme: 'Bearer',
  options: {
    apiKeys: z.string().min(1).optional().meta({
      description: 'Accept the API keys in this file.',
      group: 'Who may call over HTTP',
      placeholder: '<file>',
    }),
  },
  on: 'apiKeys',
  // Cryptography is loaded where somebody can present a key.
  open: async (path, { watch }) => (await import('./open-keys.ts')).openKeys(path, watch),
});
