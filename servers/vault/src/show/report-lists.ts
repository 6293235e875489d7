import { clip, oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { sliced } from '../disk/sliced.ts';
import { outgoing } from '../graph/edges.ts';
import { type FileRows, filesFrom, keyIn, totalOf } from '../graph/file-rows.ts';
import type { Missing, Survey } from '../graph/survey.ts';
import type { LinkFact } from '../index/note-facts.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { type Listed, listOf } from './listed.ts';
import { counted } from './trailer.ts';

/** What a report lists, in its order. */
export const LISTS = ['unresolved', 'anchors', 'orphans', 'dead_ends', 'duplicates', 'unlinkable'] as const;
export type List = (typeof LISTS)[number];

const MOST_TARGET = 200;

/** All rows of each list of a report. */
export function listsIn(survey: Survey, index: VaultIndex, signal: AbortSignal): Record<List, Listed> {
  return {
    unresolved: listOf(survey.missing, ({ path }) => path, missingLine),
    anchors: anchorsIn(survey, index, signal),
    orphans: filesIn(survey.orphans),
    dead_ends: filesIn(survey.deadEnds),
    duplicates: filesIn(survey.duplicates),
    unlinkable: filesIn(survey.unlinkable),
  };
}

function filesIn(files: readonly VaultFile[]): Listed {
  const pathOf = ({ path }: VaultFile) => path;
  return listOf(files, pathOf, (file) => oneLine(file.path));
}

/** The target last, which may be anything: `2 notes, 3 links, as in a.md:7: Plan`. */
function missingLine({ path, links, files, at }: Missing): string {
  const place = `${oneLine(at.file.path)}:${at.line}`;
  return `${counted(files, 'note')}, ${counted(links, 'link')}, as in ${place}: ${clip(oneLine(path), MOST_TARGET)}`;
}

function anchorsIn({ brokenAnchors }: Survey, index: VaultIndex, signal: AbortSignal): Listed {
  const rows: FileRows = { files: brokenAnchors, rowsOf: ({ anchor_missing: anchors }) => anchors };
  return {
    count: totalOf(rows),
    keyAt: (row) => keyIn(rows, row),
    async *linesFrom(row) {
      for (const from of filesFrom(rows, row)) {
        const broken: LinkFact[] = [];
        const see = ({ link, to }: { link: LinkFact; to: { status: string } }) => {
          if (to.status === 'anchor_missing') broken.push(link);
        };
        await sliced(outgoing(index, from.file), see, () => signal.aborted);
        throwIfCancelled(signal);
        for (const link of broken.slice(from.row)) yield anchorLine(from.file, link);
      }
    },
  };
}

function anchorLine({ path }: VaultFile, link: LinkFact): string {
  return `${oneLine(path)}:${link.line}: ${clip(oneLine(link.path + link.subpath), MOST_TARGET)}`;
}
