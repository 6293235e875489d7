import type { Words } from './greetings/greetings.ts';

/** Told to the model once, so that no call is needed to find out. */
export function instructions({ words }: { words: Words }): string {
  return `Greets people in ${Object.keys(words).join(', ')}.`;
}
