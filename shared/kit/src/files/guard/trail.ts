import { readlinkSync } from 'node:fs';
import type { Atlas, Spot } from './atlas.ts';
import { errnoOf, isAbsence } from './disk-error.ts';
import { landingOf } from './link-text.ts';
import { outside, protectedByRule } from './refusals.ts';

/** Names still to be gone through from a root. `..` among them comes from links only. */
export interface Trail {
  /** The real path of the root. */
  start: string;
  names: readonly string[];
}

interface TrailRules {
  /** The caller's words, for errors. */
  asked: string;
  atlas: Atlas;
  denied(relative: string): boolean;
}

/** The trail from its root to a spot, and on from there. */
export function trailTo({ root, relative }: Spot, rest: readonly string[]): Trail {
  const names = relative === '' ? [] : relative.split('/');
  return { start: root.real, names: [...names, ...rest] };
}

/**
 * The trail for a link in a folder. A link out of all roots is refused by its words alone, so that nobody
 * learns whether its target exists.
 */
export function follow(folder: string, text: string, rest: readonly string[], rules: TrailRules): Trail {
  const { asked, atlas, denied } = rules;
  const { landing, onward } = landingOf(text, folder, atlas.lib);
  const spot = atlas.spelled(landing);
  if (spot === undefined) throw outside(asked);
  const trail = trailTo(spot, [...onward, ...rest]);
  if (denied(trail.names.join('/'))) throw protectedByRule(asked);
  return trail;
}

/**
 * The trail from the root of a folder that was reached, to look at it anew or, for a `..`, at the one above.
 * Absolute paths are never walked from anywhere but a root: what lies between could have been exchanged.
 */
export function again(folder: string, rest: readonly string[], { asked, atlas }: TrailRules): Trail {
  const spot = atlas.at(folder);
  if (spot === undefined) throw outside(asked);
  return trailTo(spot, rest);
}

/** Reads a link without following it. Whatever it says, it is only words: they go through all checks again. */
export function linkText(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isAbsence(error) || errnoOf(error) === 'EINVAL') return undefined;
    throw error;
  }
}
