/** What a model can be shown as it is. */
export interface MediaKind {
  type: 'image' | 'audio';
  mimeType: string;
}

/** The first bytes of the formats that hosts show or play; a file's name proves nothing. */
const SIGNATURES: readonly [type: MediaKind['type'], mimeType: string, at: number, bytes: string][] = [
  ['image', 'image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image', 'image/jpeg', 0, '\xff\xd8\xff'],
  ['image', 'image/gif', 0, 'GIF8'],
  ['image', 'image/webp', 8, 'WEBP'],
  ['audio', 'audio/wav', 8, 'WAVE'],
  ['audio', 'audio/mpeg', 0, 'ID3'],
  ['audio', 'audio/mpeg', 0, '\xff\xfb'],
  ['audio', 'audio/ogg', 0, 'OggS'],
  ['audio', 'audio/flac', 0, 'fLaC'],
  ['audio', 'audio/mp4', 4, 'ftypM4A'],
];

/** Bytes that `mediaKind` looks at. */
export const SIGNATURE_BYTES = 16;

/** Tells images and audio by their first bytes; undefined for all else. */
export function mediaKind(head: Buffer): MediaKind | undefined {
  const text = head.toString('latin1', 0, SIGNATURE_BYTES);
  const found = SIGNATURES.find(([, , at, bytes]) => text.startsWith(bytes, at));
  return found && { type: found[0], mimeType: found[1] };
}
