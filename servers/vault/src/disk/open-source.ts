import { createGuard, type Guard, type Held, type Root } from '@ashlar/kit/files';
import { isHidden } from './hidden.ts';
import { aliased } from './refusals.ts';

export interface SourceOptions {
  /** The vault's own folder, from `prepareRoots`. */
  vault: Root;
  /**
   * Folders outside of the vault that links to folders may lead to. A link to anywhere else is left out: a shared
   * vault could bring one to the keys in somebody's home folder.
   */
  linked?: readonly Root[];
  warn(message: string): void;
}

/** A vault on the disk. Holds nothing open; every thread can have its own. */
export interface Source {
  readonly vault: Root;
  /** For writing: paths as `asked` gives them. Nothing reaches the disk around it. */
  readonly guard: Guard;
  /** How the guard is asked for a path of the vault. */
  asked(path: string): string;
  /**
   * Holds what is at a path of the vault, spelled as on the disk; close it. Throws `ToolError`: `not_found` also for
   * what is reached through a link to another place in the vault, because it has a path of its own there.
   */
  hold(path: string): Held;
  /** Where a link leads. Throws `ToolError` when that is neither in the vault nor in a linked folder. */
  follow(path: string): Held;
}

/** Opens the vault. Dot folders and dot files are refused in every spelling, in linked folders as well. */
export function openSource({ vault, linked = [], warn }: SourceOptions): Source {
  const guard = createGuard({ roots: [vault, ...linked], denied: isHidden, warn });
  // With several roots a path begins with the name of its root.
  const asked = (path: string) => (linked.length === 0 ? path || '.' : `${vault.name}/${path}`);
  const follow = (path: string) => guard.hold(asked(path));
  return { vault, guard, asked, follow, hold: (path) => exactly(path, follow(path), vault) };
}

function exactly(path: string, held: Held, vault: Root): Held {
  if (held.root !== vault || held.relative === path) return held;
  held.close();
  throw aliased(path);
}
