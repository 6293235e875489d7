import { INVISIBLE } from '@ashlar/kit/files';

/** What ends or cuts a link (`# ^ [ ] |`), what some system takes in no name, and what nobody sees. */
const UNFIT = new RegExp(`(?:[\\\\:*?"<>|#^[\\]\\r\\n\\t\\u2028\\u2029]|${INVISIBLE})+`, 'g');
/** Names of devices. Microsoft, "Naming Files, Paths, and Namespaces". */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))/i;
/** Bytes of a name: NAME_MAX of Linux, limits.h. */
const MOST_BYTES = 255;

/**
 * A path for a new file, made so that links can name it and every system can hold it; the same path where it is so
 * already. `.` and `..` are not understood: they become names.
 */
export function fitPath(path: string): string {
  return path.split('/').map(fitName).filter(Boolean).join('/');
}

function fitName(name: string): string {
  const [, stem = name, extension = ''] = /^(.*?)(\.[a-z0-9]{1,8})?$/is.exec(name) ?? [];
  const fit = stem
    .replaceAll(UNFIT, '-')
    .replace(DEVICE, '$&-')
    .replace(/^[.\s]+|(?<![.\s])[.\s]+$/gu, '');
  return shortened(fit, MOST_BYTES - extension.length) + extension.replace(/^\.$/, '');
}

function shortened(name: string, most: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) return kept.trimEnd();
    kept += character;
  }
  return kept;
}
