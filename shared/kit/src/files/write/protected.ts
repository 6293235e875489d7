import { ToolError } from '../../errors.ts';
import { quoted } from './quoted.ts';
import { type Entry, eachEntry, startWalk, type Walk } from './tree.ts';

/** Whether deny rules protect a place; `relative` as in `Place`. */
export type Denied = (relative: string) => boolean;

/** What a folder holds, itself included. */
export interface Contents {
  /** Everything that is no folder. */
  files: number;
  folders: number;
}

/**
 * Looks through a folder before it is moved, copied or deleted as a whole.
 *
 * @param renamed where an entry would be afterwards: a rule may bind its old name, its new one or both
 * @throws ToolError `forbidden` where deny rules protect something in it, without saying what
 */
export async function refuseProtected(
  folder: Entry,
  options: {
    shown: string;
    denied: Denied;
    renamed?: (relative: string) => string;
    /** Told of each entry. */
    seen?: (entry: Entry) => void;
    signal?: AbortSignal | undefined;
  },
): Promise<Contents> {
  const { shown, denied, renamed, seen } = options;
  const walk: Walk = startWalk(shown, options.signal);
  const contents = { files: 0, folders: 1 };
  const look = (depth: number) => async (entry: Entry) => {
    if (denied(entry.relative) || (renamed && denied(renamed(entry.relative))))
      throw somethingProtected(shown);
    seen?.(entry);
    if (!entry.stat.isDirectory()) contents.files++;
    else {
      contents.folders++;
      await eachEntry(entry, walk, depth + 1, look(depth + 1));
    }
  };
  await eachEntry(folder, walk, 0, look(0));
  return contents;
}

export function somethingProtected(shown: string): ToolError {
  return new ToolError('forbidden', `${quoted(shown)} holds something that is protected.`, {
    hint: 'Name the files you mean one by one.',
  });
}
