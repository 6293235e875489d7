import type { VaultIndex } from '../src/index/vault-index.ts';
import { readYaml } from '../src/note/yaml-properties.ts';
import { applied, type Move, planRename, type RenamePlan } from '../src/rename/plan-rename.ts';
import { indexOf, type Vault } from './vault.ts';

export function planFor(
  vault: Vault,
  moves: readonly Move[],
  index: VaultIndex = indexOf(vault),
): RenamePlan {
  return planRename(index, moves, { read: (path) => vault[path], readYaml });
}

/** The vault after a plan is carried out. */
export function renamed(vault: Vault, plan: RenamePlan): Vault {
  const target = new Map(plan.moves.map(({ from, to }) => [from, to]));
  const edits = new Map(plan.files.map((file) => [file.path, file.edits]));
  return Object.fromEntries(
    Object.entries(vault).map(([path, text]) => [
      target.get(path) ?? path,
      applied(text, edits.get(path) ?? []),
    ]),
  );
}
