import type { Files } from '../index/files.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { readDestination, writeDestination } from '../link/destination.ts';
import { nameOf, withoutMd } from '../link/fold.ts';
import { splitLinktext } from '../link/linktext.ts';
import { InlineScan } from '../note/inline-scan.ts';
import { IN_TEXT } from '../note/make-link.ts';
import type { Link } from '../note/parsed-note.ts';
import { resolvePath } from './resolve-path.ts';

/** Characters that may end or cut a link text, or blanks at its ends: names with them are tried out. */
const RISKY = /[#|[\]\\\r\n<]|^\s|\s$/;

/**
 * The shortest path text with which a note (`from`) links to a file and to no other, whatever the rules prefer: its name
 * where no other file has it, or else its whole path; `.md` only where a shorter text would be read otherwise.
 * Undefined where no link can name the file, as with `#` in its name.
 */
export function safePath(
  files: Files,
  file: VaultFile,
  from: string | undefined,
  syntax: Link['syntax'] = 'wiki',
): string | undefined {
  if (syntax === 'path') return file.path;
  return spellings(file.path).find((path) => isSafe(files, file, path, from, syntax));
}

/** Whether a path text leads from a note to this file, and no rule has to choose between files. */
export function isSafe(
  files: Files,
  file: VaultFile,
  path: string,
  from: string | undefined,
  syntax: Link['syntax'],
): boolean {
  if (RISKY.test(path) && !survives(path, syntax)) return false;
  const found = resolvePath(files, path, from);
  return found?.file === file && found.candidates.length === 1;
}

function spellings(path: string): string[] {
  const name = nameOf(path);
  const rooted = `/${path}`;
  return [...new Set([withoutMd(name), name, withoutMd(path), path, withoutMd(rooted), rooted])];
}

/** Whether a link with this text is read back as a link to this path. */
function survives(path: string, syntax: Link['syntax']): boolean {
  if (syntax === 'markdown') return splitLinktext(readDestination(writeDestination(path))).path === path;
  const text = `[[${path}]]`;
  const inline = new InlineScan(text);
  inline.read(0, text.length, IN_TEXT);
  const [link] = inline.links;
  return (
    link?.path === path &&
    link.subpath === '' &&
    link.start === 0 &&
    link.end === text.length &&
    !link.display
  );
}
