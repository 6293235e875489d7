/** Printable ASCII: what has one Unicode form only. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * One form for all spellings of a path that name the same file to a vault: NFC, no-break spaces as spaces, lower
 * case. For comparing only, never for opening.
 *
 * Sigma at the end of a word is lowered to the other sigma: otherwise a name would fold differently before `.md`.
 */
export function fold(path: string): string {
  if (ASCII.test(path)) return path.toLowerCase();
  return path
    .normalize('NFC')
    .replace(/[\u00a0\u202f]/g, ' ')
    .toLowerCase()
    .replaceAll('ς', 'σ');
}

/** The last segment of a path: the name of a file, extension included. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path without a slash at its end; '' for what lies at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A path without the `.md` at its end, in any case; other extensions stay. */
export function withoutMd(path: string): string {
  return isMarkdown(path) ? path.slice(0, -3) : path;
}

/** A path without the slashes at its end. A pattern would try a run of them elsewhere from each of its places. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

export function isMarkdown(path: string): boolean {
  return hasExtension(path, '.md');
}

/** `extension` in lower case, with its dot. */
export function hasExtension(path: string, extension: string): boolean {
  return path.length > extension.length && path.slice(-extension.length).toLowerCase() === extension;
}
