import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { accessOf, type CommittedLock, lockOf } from '../surface/lock.ts';
import type { Loaded } from './load.ts';

/** tools.lock.json: the surface as it is offered, so that a change of it is seen in a diff. */
export function lockFile({ server, listed, paths }: Loaded): string {
  const settle = (text: string) =>
    [...paths].reduce((settled, [name, path]) => settled.replaceAll(path, `<${name}>`), text);
  const { sha256, tokens, ...surface } = lockOf(listed, (text) => encode(text).length, settle);
  const lock: CommittedLock = { sha256, tokens, access: accessOf(server.tools), ...surface };
  return `${JSON.stringify(lock, null, 2)}\n`;
}
