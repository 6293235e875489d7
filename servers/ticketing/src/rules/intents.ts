import { type Intent, SAME_WITHIN_MS } from '../tracker/change.ts';
import { otherIntent } from '../tracker/refusals.ts';
import type { Written } from '../tracker/ticket.ts';

/** What is kept of an intent. */
export interface IntentRow {
  hash: string;
  /** JSON. */
  answer: string;
}

/** How an intent is called where it is kept: a key of the caller's cannot look like a hash of ours. */
export function nameOf({ key, hash }: Intent): string {
  return key === undefined ? `hash:${hash}` : `key:${key}`;
}

/** A key stands for its intent for good. */
export function isForGood({ key }: Intent): boolean {
  return key !== undefined;
}

/** What was answered then. Throws `ToolError` (`conflict`) where a key stands for something else. */
export function answered(known: IntentRow, { hash }: Intent): Written {
  if (known.hash !== hash) throw otherIntent();
  return { ...JSON.parse(known.answer), replayed: true };
}

/**
 * An intent without a key is forgotten up to `until` and from `from` on: those from before the time, and those from
 * after now. The clock was put back, and nobody knows how old these are.
 */
export function forgotten(now: number): { until: number; from: number } {
  return { until: now - SAME_WITHIN_MS, from: now + SAME_WITHIN_MS };
}
