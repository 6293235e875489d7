import { folderOf, isBelow, type Known } from './known.ts';
import type { LinkedPlaces } from './linked-places.ts';
import { look } from './look.ts';
import type { Source } from './open-source.ts';
import { nothingSkipped } from './skipped.ts';
import { sliced } from './sliced.ts';
import { walk } from './walk.ts';

/** What is compared with what is on the disk. */
export interface Round {
  source: Source;
  known: Known;
  linked: LinkedPlaces;
  /** Files are looked at only where some are known, and this one is not. */
  namesOnly?: boolean;
  /** Told of a folder before its entries are read. */
  folderMet(path: string): void;
  stopped(): boolean;
}

/**
 * Brings what is known of some folders in line with the disk; `deep` with all below them, else only with folders below
 * that were not known. What is known and was not met is looked at itself before it counts as gone: it can have come
 * while the walk was elsewhere.
 */
export async function reconcile(folders: readonly string[], deep: boolean, round: Round): Promise<void> {
  const { source, known, linked, namesOnly = false, folderMet, stopped } = round;
  const empty = known.files.size === 0;
  const met = new Set<string>();
  const enters = (path: string) => deep || !known.folders.has(path);
  const nameOnly = (path: string) => namesOnly && (empty || known.files.has(path));
  for (const start of folders) {
    const steps = walk(source, { start, enters, linked, skipped: nothingSkipped(), nameOnly });
    const whole = await sliced(
      steps,
      (step) => {
        if (step.kind === 'pause') return;
        const path = step.kind === 'file' ? step.file.path : step.path;
        if (!empty) met.add(path);
        if (step.kind === 'file') return empty || !nameOnly(path) ? known.seeFile(step.file) : undefined;
        folderMet(path);
        known.seeFolder(path, step.mtimeMs);
      },
      stopped,
    );
    if (!whole) return;
  }
  if (empty) return;
  const starts = new Set(folders);
  const concerns = (path: string) =>
    deep ? folders.some((folder) => isBelow(path, folder)) : starts.has(folderOf(path));
  await sliced(
    vanished(known, met, concerns),
    (path) => {
      if (path !== undefined && look(source, path) === undefined) known.drop(path);
    },
    stopped,
  );
}

function* vanished(
  known: Known,
  met: ReadonlySet<string>,
  concerns: (path: string) => boolean,
): Generator<string | undefined> {
  for (const map of [known.folders, known.files]) {
    for (const path of map.keys()) {
      yield path !== '' && !met.has(path) && concerns(path) ? path : undefined;
    }
  }
}
