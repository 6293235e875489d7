import { fill, hashOf } from './kept-file.ts';
import { areMentions, type KeptMentions } from './mentions.ts';

/** What a head says of the mentions, which stand before it as they are in memory: nothing has to be copied. */
export interface MentionsHead {
  /** Names that there is room for, and numbers in all entries. */
  sizes: Uint32Array;
  hash: Uint8Array;
}

export function mentionsHead(mentions: KeptMentions): MentionsHead {
  return {
    sizes: Uint32Array.of(mentions.lasts.length, mentions.entries.length),
    hash: Uint8Array.from(hashOf(...partsOf(mentions))),
  };
}

/** As they are written, one after the other. */
export function partsOf({ marks, lasts, entries }: KeptMentions): Buffer[] {
  return [marks, lasts, entries].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
}

export function mentionsSize({ sizes: [slots = 0, entries = 0] }: MentionsHead): number {
  return Uint32Array.BYTES_PER_ELEMENT * (2 * slots + entries);
}

/** Undefined where they are not as they were written, or not of so many files. The file has to have all the bytes. */
export function readMentions(
  fd: number,
  position: number,
  { sizes: [slots = 0, entries = 0], hash }: MentionsHead,
  files: number,
): KeptMentions | undefined {
  const mentions = {
    marks: new Uint32Array(slots),
    lasts: new Uint32Array(slots),
    entries: new Uint32Array(entries),
  };
  let at = position;
  for (const part of partsOf(mentions)) at += fill(fd, at, part).length;
  const isRight = hashOf(...partsOf(mentions)).equals(hash) && areMentions(mentions, files);
  return isRight ? mentions : undefined;
}
