import { setTimeout } from 'node:timers/promises';
import type { Wire } from '@ashlar/kit/bench';
import { ask } from './contenders.ts';
import type { Call } from './peers.ts';

/** Milliseconds between two questions whether all is read: what asking costs is little beside them. */
const PAUSE = 20;

/**
 * Resolves once every note has been read, with the longest time in milliseconds that an answer took meanwhile: not the
 * first, which waits for the names of all files.
 */
export function linksFilled(wire: Wire): Promise<number> {
  return askUntil(wire, ['resolve_link', { links: ['[[Index]]'] }], (text) => !text.includes('indexFilling'));
}

/** Resolves once every note is found by its text. */
export function textFilled(wire: Wire, call: Call): Promise<number> {
  return askUntil(wire, call, (text) => !text.includes('still filling'));
}

async function askUntil(wire: Wire, call: Call, filled: (text: string) => boolean): Promise<number> {
  let longest = 0;
  for (let { text } = await ask(wire, call); !filled(text); ) {
    await setTimeout(PAUSE);
    const answer = await ask(wire, call);
    longest = Math.max(longest, answer.ms);
    text = answer.text;
  }
  return longest;
}
