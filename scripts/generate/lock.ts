import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { lockOf } from '../../shared/kit/src/surface/lock.ts';
import type { Loaded } from './load.ts';

/** tools.lock.json: the surface as it is offered, so that a change of it is seen in a diff. */
export function lockFile({ listed, sample }: Loaded): string {
  const lock = lockOf(
    listed,
    (text) => encode(text).length,
    (text) => text.replaceAll(sample, '<sample>'),
  );
  return `${JSON.stringify(lock, null, 2)}\n`;
}
