import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Root } from '../roots/root.ts';
import { Atlas, joined, type Spot } from './atlas.ts';
import { asToolError } from './disk-error.ts';
import type { Guard, Slot } from './guard.ts';
import { HeldSlot, HeldThing } from './held.ts';
import { hasDescriptors, linuxReach } from './linux.ts';
import { lookAlike } from './look-alike.ts';
import { createNames } from './names.ts';
import { portableReach } from './portable.ts';
import type { Entry, Reach } from './reach.ts';
import { notAFolder, protectedByRule, readOnly, rootItself } from './refusals.ts';
import { type Found, resolve, type Ways } from './resolve.ts';

export interface GuardOptions {
  roots: readonly Root[];
  /** From `createDeny`. */
  denied(relative: string): boolean;
  /** Told when the platform should hold by descriptor and cannot. */
  warn(message: string): void;
  platform?: NodeJS.Platform;
  home?: string;
  /** Where procfs shows this process's descriptors. */
  descriptors?: string;
}

/**
 * Builds the guard of these roots: by descriptor on Linux, by name elsewhere (`portable.ts` says what
 * remains there). Rights and deny rules are those of the place where a path really ends; hard links are
 * names like any other and cannot be told apart.
 */
export function createGuard(options: GuardOptions): Guard {
  const { roots, denied, platform = process.platform, home = homedir() } = options;
  const atlas = new Atlas(roots, platform, roots.length > 1 || roots.some(isFile));
  const ways: Ways = { atlas, denied, reach: chooseReach(platform, options) };
  const read = createNames(atlas, { platform, home });

  function spotOf(asked: string): Spot {
    const spot = read(asked);
    // Before the disk is touched: the answer must not tell whether a protected file exists.
    if (denied(spot.relative)) throw protectedByRule(asked);
    return spot;
  }
  return {
    hold: (asked) => translated(asked, () => new HeldThing(resolve(spotOf(asked), asked, false, ways))),
    slot(asked, { makeFolders = false, forReading = false } = {}) {
      return translated(asked, () => {
        const spot = spotOf(asked);
        if (atlas.holdsRoot(spot.real)) throw rootItself(asked);
        const folder = atlas.at(atlas.lib.dirname(spot.real)) as Spot;
        const name = atlas.lib.basename(spot.real);
        const slot = slotIn(resolve(folder, asked, makeFolders, ways), name, asked, ways);
        if (slot.root.writable || forReading) return slot;
        slot.close();
        throw readOnly(asked);
      });
    },
    denied,
  };
}

function chooseReach(platform: NodeJS.Platform, { descriptors, warn }: GuardOptions): Reach {
  if (platform !== 'linux') return portableReach(platform);
  if (hasDescriptors(descriptors)) return linuxReach;
  warn('procfs is missing: paths are guarded by name, which another process can race by swapping links.');
  return portableReach(platform);
}

/** The checks of the caller's words are repeated: the folder may lie elsewhere, the entry be spelled otherwise. */
function slotIn(found: Found, wanted: string, asked: string, { atlas, denied, reach }: Ways): Slot {
  const folder = new HeldThing(found);
  try {
    if (!folder.stat.isDirectory()) throw notAFolder(asked);
    const entry = entryIn(folder.path, wanted, reach);
    const name = entry?.name ?? wanted;
    const spot = atlas.at(joined(found.spot.real, name, atlas.lib.sep)) as Spot;
    if (denied(spot.relative)) throw protectedByRule(asked);
    if (atlas.holdsRoot(spot.real)) throw rootItself(asked);
    const path = joined(folder.path, name, atlas.lib.sep);
    return new HeldSlot(folder, spot, { name, path, stat: entry?.stat });
  } catch (error) {
    folder.close();
    throw error;
  }
}

function entryIn(folder: string, name: string, reach: Reach): Entry | undefined {
  const exact = reach.entry(folder, name);
  if (exact !== undefined) return exact;
  const alike = lookAlike(folder, name);
  return alike === undefined ? undefined : reach.entry(folder, alike);
}

function translated<T>(asked: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asToolError(error, asked);
  }
}

function isFile({ real }: Root): boolean {
  return statSync(real, { throwIfNoEntry: false })?.isFile() ?? false;
}
