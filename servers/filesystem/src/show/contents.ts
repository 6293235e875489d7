import type { Contents } from '@ashlar/kit/files';

/** What was in a folder, to be added to its name: ` with 12 files and 3 folders`; nothing for a single file. */
export function showContents({ files, folders }: Contents): string {
  const below = [number(files, 'file'), number(folders - 1, 'folder')].filter(Boolean);
  return folders === 0 || below.length === 0 ? '' : ` with ${below.join(' and ')}`;
}

function number(count: number, word: string): string {
  return count < 1 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}
