import { setTimeout } from 'node:timers/promises';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { Read } from './graph/reading.ts';
import { type Survey, survey } from './graph/survey.ts';
import type { Vault } from './vault.ts';

/** Milliseconds that an answer about many notes waits for those that are still to be read, and between two looks. */
const READING_MS = 5_000;
const LOOK_MS = 20;
/** Looks between two tellings of progress. */
const TELL_EVERY = 10;

export interface Asking {
  signal: AbortSignal;
  progress(done: number, total?: number, message?: string): void;
}

/**
 * Waits until every note has been read, but not for long. Tells of the first half of the progress: files are read,
 * and then they are looked through. Throws `ToolError` (`cancelled`).
 */
export async function notesRead(vault: Vault, { signal, progress }: Asking): Promise<void> {
  await vault.ready(signal);
  const until = performance.now() + READING_MS;
  for (let looks = 0; vault.waiting > 0 && performance.now() < until; looks++) {
    const { size } = vault.index;
    if (looks % TELL_EVERY === 0) progress(Math.max(0, size - vault.waiting), 2 * size, 'reading notes');
    await setTimeout(LOOK_MS);
    throwIfCancelled(signal);
  }
}

/** The second half of the progress. */
export function lookingThrough(vault: Vault, { signal, progress }: Asking) {
  const { size } = vault.index;
  return { signal, progress: (done: number) => progress(size + done, 2 * size, 'following links') };
}

/** The state of all links, and how many notes were not read when it was made. */
export async function surveyOf(
  vault: Vault,
  asking: Asking,
): Promise<{ read: Read<Survey>; waiting: number }> {
  await notesRead(vault, asking);
  const { waiting } = vault;
  const read = await vault.surveys.read('', () => survey(vault.index), lookingThrough(vault, asking));
  return { read, waiting };
}
