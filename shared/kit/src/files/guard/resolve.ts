import { mkdirSync } from 'node:fs';
import { type Atlas, joined, type Spot } from './atlas.ts';
import { errnoOf, isAbsence } from './disk-error.ts';
import { lookAlike } from './look-alike.ts';
import type { Grip, Reach } from './reach.ts';
import { missing, notAFolder, outside, protectedByRule, readOnly, tooManyLinks } from './refusals.ts';
import { again, follow, linkText, type Trail, trailTo } from './trail.ts';

/** As in Linux, path_resolution(7). */
const MAX_LINKS = 40;
/** Names gone through in one resolution, all links together: a hostile tree must not buy seconds of work. */
const MAX_STEPS = 4_096;

/** What paths are resolved with: the map, the rules, and the hands of the platform. */
export interface Ways {
  atlas: Atlas;
  denied(relative: string): boolean;
  reach: Reach;
}

/** A thing that is held and was then found to lie inside a root, where no rule protects it. */
export interface Found {
  grip: Grip;
  spot: Spot;
}

interface Quest extends Ways {
  /** The caller's words, for errors. */
  asked: string;
  makeFolders: boolean;
  steps: number;
}

/**
 * Takes hold of what a spot leads to, whose words no rule protects. The direct way costs three system calls
 * and holds for every path without a link in it: then the thing stands exactly where the words say. All else
 * goes name by name, so that what lies outside is refused without being looked at.
 * Throws `ToolError`, and system errors as they come.
 */
export function resolve(spot: Spot, asked: string, makeFolders: boolean, ways: Ways): Found {
  const grip = takeDirectly(spot, ways.reach);
  if (grip !== undefined) return { grip, spot };
  const quest: Quest = { ...ways, asked, makeFolders, steps: 0 };
  let trail = trailTo(spot, []);
  for (let links = 0; links <= MAX_LINKS; links++) {
    const end = goAlong(trail, quest);
    if ('grip' in end) return end;
    trail = end;
  }
  throw tooManyLinks(asked);
}

/** Every failure is left to the other way, which knows what of it the caller may be told. */
function takeDirectly(spot: Spot, reach: Reach): Grip | undefined {
  let grip: Grip | undefined;
  try {
    grip = reach.take(spot.real);
    if (!grip.stat.isSymbolicLink() && grip.real() === spot.real) return grip;
  } catch {
    // Nothing there, or nothing that may be reached like this.
  }
  grip?.close();
  return undefined;
}

/** A step on the way: `real` is where it must be if nobody has moved it, which is checked at the end. */
interface Step {
  grip: Grip;
  real: string;
}

/** Follows a trail to its end, or to where it goes on as another trail: at a link, or a `..` from a link. */
function goAlong({ start, names }: Trail, quest: Quest): Found | Trail {
  let here = takeStart(start, quest);
  for (let at = 0; at < names.length; at++) {
    const next = takeStep(here, names, at, quest);
    if (!('grip' in next)) return next;
    here = next;
  }
  try {
    return { grip: here.grip, spot: verified(here, quest) };
  } catch (error) {
    here.grip.close();
    throw error;
  }
}

/** A root that has been exchanged for a link is no root any more. */
function takeStart(start: string, { asked, reach }: Quest): Step {
  const grip = reach.take(start);
  if (!grip.stat.isSymbolicLink()) return { grip, real: start };
  grip.close();
  throw missing(asked);
}

/** Lets go of `here` in any case. */
function takeStep(here: Step, names: readonly string[], at: number, quest: Quest): Step | Trail {
  const { lib } = quest.atlas;
  try {
    if (++quest.steps > MAX_STEPS) throw tooManyLinks(quest.asked);
    const wanted = names[at] as string;
    if (wanted === '..') return again(folderAbove(here, quest), names.slice(at + 1), quest);
    const { grip, name } = takeChild(here, wanted, quest);
    if (!grip.stat.isSymbolicLink()) return { grip, real: joined(here.real, name, lib.sep) };
    grip.close();
    const text = linkText(joined(here.grip.path, name, lib.sep));
    // Exchanged for something else since it was taken: look at the name again.
    if (text === undefined) return again(here.real, names.slice(at), quest);
    return follow(here.real, text, names.slice(at + 1), quest);
  } finally {
    here.grip.close();
  }
}

/**
 * Where a grip really is, by the system's word and not by ours. Nothing is opened, listed or made through a
 * grip that has not passed here.
 */
function verified({ grip, real: expected }: Step, { atlas, asked, denied }: Quest): Spot {
  const real = grip.real();
  // How procfs marks what has been deleted while it was held.
  if (real !== expected && real.endsWith(' (deleted)')) throw missing(asked);
  const spot = atlas.at(real);
  if (spot === undefined) throw outside(asked);
  if (denied(spot.relative)) throw protectedByRule(asked);
  return spot;
}

function folderAbove(here: Step, quest: Quest): string {
  const { real } = verified(here, quest);
  if (!here.grip.stat.isDirectory()) throw missing(quest.asked);
  return quest.atlas.lib.dirname(real);
}

function takeChild(here: Step, name: string, quest: Quest): { grip: Grip; name: string } {
  const take = (entry: string) => quest.reach.take(joined(here.grip.path, entry, quest.atlas.lib.sep));
  try {
    return { grip: take(name), name };
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
  const spot = verified(here, quest);
  const alike = here.grip.stat.isDirectory() ? lookAlike(here.grip.path, name) : undefined;
  if (alike !== undefined) return { grip: take(alike), name: alike };
  if (!quest.makeFolders) throw missing(quest.asked);
  if (!spot.root.writable) throw readOnly(quest.asked);
  if (!here.grip.stat.isDirectory()) throw notAFolder(quest.asked);
  makeFolder(joined(here.grip.path, name, quest.atlas.lib.sep));
  return { grip: take(name), name };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else made it at the same moment: as good.
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}
