import * as z from 'zod';
import { unusable } from '../../options/unusable.ts';
import type { IdentityWatch } from '../drift/watch.ts';
import { bearerOf, defineSource, type OpenSource } from '../source.ts';
import { ApiKeys, isApiKey } from './api-keys.ts';
import { KeyUse } from './key-use.ts';

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
  open: (path, { watch }) => openKeys(path, watch),
});

function openKeys(path: string, watch: IdentityWatch): OpenSource {
  const use = new KeyUse(path, (error) => watch.keyUseNotKept(error));
  const keys = readOrRefuse(path, use);
  watch.lookAfter(keys, use);
  return {
    presented(request) {
      const credential = bearerOf(request);
      return credential !== undefined && isApiKey(credential) ? credential : undefined;
    },
    verify: (key) => keys.verify(key),
    close: () => use.close(),
  };
}

function readOrRefuse(path: string, use: KeyUse): ApiKeys {
  try {
    return new ApiKeys(path, use);
  } catch (cause) {
    throw unusable('--api-keys: the file cannot be used', cause);
  }
}
