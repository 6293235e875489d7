import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import type { Status } from '../resolve/resolve-link.ts';
import { type Edge, outgoing } from './edges.ts';

/** How many links there are in which state. */
export type LinkCounts = Record<Status, number>;

export interface FileLinks extends LinkCounts {
  file: VaultFile;
}

/** Counts the links of a file. In steps that the caller may pause between: each is one link, which `see` is told of. */
export function* countLinks(
  index: VaultIndex,
  file: VaultFile,
  see?: (edge: Edge) => void,
): Generator<undefined, FileLinks> {
  const count = { file, resolved: 0, ambiguous: 0, missing: 0, anchor_missing: 0, invalid: 0 };
  for (const edge of outgoing(index, file)) {
    count[edge.to.status]++;
    see?.(edge);
    yield;
  }
  return count;
}
