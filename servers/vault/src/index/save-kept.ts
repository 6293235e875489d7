import { setImmediate as turn } from 'node:timers/promises';
import type { DiskFile } from '../disk/disk-file.ts';
import { hashOf, NewFile } from './kept-file.ts';
import { type About, CHUNK_FILES, encodeHead, type Head } from './kept-index.ts';
import { mentionsHead, partsOf } from './kept-mentions.ts';
import type { VaultFile } from './vault-file.ts';
import type { VaultIndex } from './vault-index.ts';

/** What is to be kept, as it is at one moment: nothing of it may change while it is written. */
export interface ToKeep {
  folders: (readonly [path: string, mtimeMs: number])[];
  /** With what the index says of each; undefined where that is not the state of the file. */
  files: { disk: DiskFile; indexed: VaultFile | undefined }[];
  index: VaultIndex;
}

/**
 * Writes an index, a chunk at a time, and puts it in the place of the one before. Throws what the system says, and then
 * the one before stays.
 */
export async function saveKept(path: string, about: About, { folders, files, index }: ToKeep): Promise<void> {
  const nobody = {} as VaultFile;
  const { mentions, ...aliases } = index.keptWith(files.map(({ indexed }) => indexed ?? nobody));
  const head: Head = {
    paths: files.map(({ disk }) => disk.path),
    folders: folders.map(([folder]) => folder),
    folderTimes: Float64Array.from(folders, ([, mtimeMs]) => mtimeMs),
    stamps: stampsOf(files),
    lengths: new Uint32Array(files.length),
    ...aliases,
    mentions: mentionsHead(mentions),
    hashes: new Uint8Array(),
  };
  const hashes: Buffer[] = [];
  const file = new NewFile(path);
  try {
    for (let from = 0; from < files.length; from += CHUNK_FILES) {
      const chunk = recordsOf(files, from, head.lengths);
      hashes.push(hashOf(chunk));
      file.write(chunk);
      await turn();
    }
    for (const part of partsOf(mentions)) file.write(part);
    const last = encodeHead(about, { ...head, hashes: Uint8Array.from(Buffer.concat(hashes)) });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(last.length);
    for (const part of [last, length, hashOf(last)]) file.write(part);
    file.publish();
  } finally {
    file.discard();
  }
}

function stampsOf(files: ToKeep['files']): Float64Array {
  const stamps = new Float64Array(3 * files.length);
  for (const [at, { disk }] of files.entries()) stamps.set([disk.size, disk.mtimeMs, disk.ctimeMs], 3 * at);
  return stamps;
}

function recordsOf(files: ToKeep['files'], from: number, lengths: Uint32Array): Buffer {
  const records: Buffer[] = [];
  for (let at = from; at < Math.min(from + CHUNK_FILES, files.length); at++) {
    const bytes = files[at]?.indexed?.facts?.bytes;
    if (bytes === undefined) continue;
    lengths[at] = bytes.length;
    records.push(bytes);
  }
  return Buffer.concat(records);
}
