const ASCII = /^[\0-\x7f]*$/;
/** How we show an invisible character, and how `lookAlike` finds it again. */
const TOKEN = /⟦U\+(10[0-9A-F]{4}|[0-9A-F]{4,5})⟧/g;
const STRIPPED = /[. ](?:\/|$)/;

/**
 * One form for all spellings under which some file system opens the same name, so that a rule written once
 * holds everywhere: case and compatibility forms (NTFS, APFS), invisible characters (ignored by HFS+), and
 * blanks and dots at the end of a name (dropped by Windows). For comparing with rules only, never for
 * opening: it joins names that are different files on most systems.
 */
export function foldPath(path: string): string {
  const cased = ASCII.test(path) ? path.toLowerCase() : foldUnicode(path);
  return STRIPPED.test(cased) ? cased.split('/').map(withoutEnd).join('/') : cased;
}

function foldUnicode(path: string): string {
  const characters = path.replace(TOKEN, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  const visible = characters.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  // Upper case first: it joins what lower case alone keeps apart (dotless i, sharp s).
  return visible.toUpperCase().toLowerCase();
}

function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--;
  return name.slice(0, end);
}
