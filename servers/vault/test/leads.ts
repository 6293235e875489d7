import { outgoing } from '../src/graph/edges.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';

/** Where each link leads, with paths as they are after a rename. */
export function leads(index: VaultIndex, moved: Record<string, string> = {}) {
  const now = (path: string | undefined) => (path === undefined ? path : (moved[path] ?? path));
  return [...index.files()]
    .flatMap((file) =>
      [...outgoing(index, file)].map(({ from, to, link }, at) => ({
        from: now(from.path) as string,
        at,
        to: now(to.file?.path),
        subpath: link.subpath,
      })),
    )
    .sort((a, b) => (a.from === b.from ? a.at - b.at : a.from < b.from ? -1 : 1));
}
