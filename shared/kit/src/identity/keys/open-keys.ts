import { unusable } from '../../options/unusable.ts';
import type { IdentityWatch } from '../drift/watch.ts';
import { bearerOf, type OpenSource } from '../source.ts';
import { ApiKeys, isApiKey } from './api-keys.ts';
import { KeyUse } from './key-use.ts';

/** The keys in a file. Throws `OptionError` where it cannot be used. */
export function openKeys(path: string, watch: IdentityWatch): OpenSource {
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
