import type { Root } from '@ashlar/kit/files';
import { openSource, type Source } from '../src/disk/open-source.ts';

export function rootAt(real: string, name = 'vault'): Root {
  return { name, given: real, real, writable: true };
}

export function sourceAt(folder: string, linked: readonly string[] = []): Source {
  return openSource({
    vault: rootAt(folder),
    linked: linked.map((real, at) => rootAt(real, `linked-${at}`)),
    warn: () => undefined,
  });
}
