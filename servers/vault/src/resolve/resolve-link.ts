import type { Files } from '../index/files.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { fold } from '../link/fold.ts';
import type { Link } from '../note/parsed-note.ts';
import { type Anchor, resolveAnchor } from './resolve-anchor.ts';
import { type FoundPath, type Rule, resolveCard, resolvePath } from './resolve-path.ts';

export type Status = 'resolved' | 'ambiguous' | 'missing' | 'anchor_missing' | 'invalid';

/** Where a link leads. */
export interface Resolution {
  status: Status;
  /** Undefined where nothing was found. */
  file: VaultFile | undefined;
  rule: Rule | undefined;
  /** What the link names in the file; undefined where it names nothing, or nothing that is there. */
  anchor: Anchor | undefined;
  /** More than one: a rule had to choose, also where the anchor is missing in the chosen one. */
  candidates: readonly VaultFile[];
}

/** A link as far as it matters here. */
export type Asked = Pick<Link, 'path' | 'subpath' | 'syntax'>;

/**
 * Where a link leads from a note: never throws, whatever its text. `from` is the path of a note that need not exist
 * yet; undefined where it is not known, and then a link to the note itself is `invalid`.
 */
export function resolveLink(files: Files, link: Asked, from: string | undefined): Resolution {
  if (link.path === '' && from === undefined) return nothing('invalid');
  const found = find(files, link, from);
  if (found === undefined) return nothing('missing');
  const { file, rule, candidates } = found;
  const anchor = link.subpath === '' ? null : resolveAnchor(file, link.subpath);
  const chosen = candidates.length > 1 ? 'ambiguous' : 'resolved';
  return {
    status: anchor === undefined ? 'anchor_missing' : chosen,
    file,
    rule,
    anchor: anchor ?? undefined,
    candidates,
  };
}

function find(files: Files, { path, syntax }: Asked, from: string | undefined): FoundPath | undefined {
  if (syntax === 'path') return resolveCard(files, path);
  if (path !== '') return resolvePath(files, path, from);
  const self = from === undefined ? undefined : files.at(fold(from)).find((file) => file.path === from);
  return self && { file: self, rule: 'self', candidates: [self] };
}

function nothing(status: Status): Resolution {
  return { status, file: undefined, rule: undefined, anchor: undefined, candidates: [] };
}
