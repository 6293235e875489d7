import type { VaultFile } from '../index/vault-file.ts';
import { hasExtension, isMarkdown, nameOf, withoutMd } from '../link/fold.ts';
import type { Link } from '../note/parsed-note.ts';
import { type Edit, escaped, respell } from '../note/respell.ts';
import { writeRelative } from '../resolve/relative-path.ts';
import { resolveLink } from '../resolve/resolve-link.ts';
import { isSafe, safePath } from '../resolve/safe-path.ts';
import type { Renaming } from './plan-rename.ts';

/**
 * The changes that keep a link of `from` leading to its file through a rename, in the style it has; sorted. Undefined
 * where no link can lead there.
 */
export function rewriteLink(
  text: string,
  link: Link,
  from: VaultFile,
  renaming: Renaming,
): Edit[] | undefined {
  const { before, moved } = renaming;
  const target = resolveLink(before, link, from.path).file;
  if (target === undefined) return undefined;
  const wanted = moved.get(target) ?? target;
  const source = (moved.get(from) ?? from).path;
  const path = pathInStyle(link, wanted, source, renaming);
  if (path === undefined) return undefined;
  const edit = respell(text, link, { path });
  const label = relabel(link, target, wanted);
  return label === undefined || link.escaping === 'scalar' ? [edit] : [label, edit];
}

/** Keeps what the writer chose where it is safe: bare or whole, from the top or from the note, with `.md` or without. */
function pathInStyle(link: Link, file: VaultFile, source: string, renaming: Renaming): string | undefined {
  const { path, syntax } = link;
  const { after } = renaming;
  if (syntax === 'path') return file.path;
  const written = hasExtension(path, '.md') || !isMarkdown(file.path) ? file.path : withoutMd(file.path);
  const fitting = stylesOf(path, written, source).find((each) => isSafe(after, file, each, source, syntax));
  return fitting ?? safePath(after, file, source, syntax);
}

function stylesOf(path: string, written: string, source: string): string[] {
  if (path.startsWith('/')) return [`/${written}`];
  if (/^\.\.?\//.test(path)) return [writeRelative(written, source)];
  return path.includes('/') ? [written, `/${written}`] : [nameOf(written), written];
}

/** The label of a Markdown link follows only where it is the name of the file. */
function relabel(link: Link, before: VaultFile, after: VaultFile): Edit | undefined {
  if (link.syntax !== 'markdown' || link.display === undefined || link.displayStart < 0) return undefined;
  const [old, name] = [before, after].map(({ path }) => nameOf(withoutMd(path)));
  if (link.display !== old || name === undefined || name === old) return undefined;
  // A label cannot hold brackets that have no partner.
  if (/[[\]\\]/.test(name)) return undefined;
  return {
    start: link.displayStart,
    end: link.displayStart + link.display.length,
    text: escaped(name, link),
  };
}
