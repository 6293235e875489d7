import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { lockOf } from '../surface/lock.ts';
import type { Loaded } from './load.ts';

/** tools.lock.json: the surface as it is offered, so that a change of it is seen in a diff. */
export function lockFile({ listed, paths }: Loaded): string {
  const settle = (text: string) =>
    [...paths].reduce((settled, [name, path]) => settled.replaceAll(path, `<${name}>`), text);
  const lock = lockOf(listed, (text) => encode(text).length, settle);
  return `${JSON.stringify(lock, null, 2)}\n`;
}
