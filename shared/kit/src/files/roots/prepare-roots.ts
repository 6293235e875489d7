import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ToolError } from '../../errors.ts';
import { parseRoot, type Surroundings } from './parse-root.ts';
import type { Root } from './root.ts';

export interface RootOptions extends Surroundings {
  /** Takes the write rights from every root, whatever is written behind it. */
  readOnly: boolean;
  /** Told, in one sentence each, what of the configuration could not be followed. */
  warn(message: string): void;
}

/**
 * Turns the operator's `path[:ro|:rw]` entries into the roots of this process. Write rights are the default.
 *
 * - What is missing, or neither a folder nor a regular file, is left out with a warning.
 * - The same place twice is one root, under its first name; it is read-only if either entry says so.
 * - A root inside another stays a root of its own: for what lies in both, the inner one gives name and rights.
 * - A single file can be a root; it is read-only, because replacing it would touch the folder around it.
 *
 * Throws `ToolError` (`invalid_input`) when an entry cannot be parsed or no root is left.
 */
export function prepareRoots(specs: readonly string[], options: RootOptions): Root[] {
  const roots: Root[] = [];
  for (const spec of specs) {
    const root = prepareRoot(spec, options);
    const twin = root && roots.find(({ real }) => real === root.real);
    if (root && twin) {
      options.warn(`The root "${spec}" is the same place as "${twin.given}" and counts once.`);
      twin.writable &&= root.writable;
    } else if (root) roots.push({ ...root, name: uniqueName(root, roots) });
  }
  if (roots.length > 0) return roots;
  throw new ToolError(
    'invalid_input',
    'No root is left: give at least one existing folder as <root>, for example ~/notes.',
  );
}

function prepareRoot(spec: string, options: RootOptions): Omit<Root, 'name'> | undefined {
  const { given, writable } = parseRoot(spec, options);
  const found = look(given);
  if (typeof found === 'string') {
    options.warn(`The root "${spec}" is left out: ${found}.`);
    return undefined;
  }
  if (!found.folder && writable) options.warn(`The root "${spec}" is a single file, which is only read.`);
  return { given, real: found.real, writable: found.folder && !options.readOnly && writable !== false };
}

function look(given: string): { real: string; folder: boolean } | string {
  try {
    const real = realpathSync.native(given);
    // Bytes that are not UTF-8 all decode to U+FFFD: such a path cannot be told from its neighbours.
    if (real.includes('\uFFFD')) return 'its real path is not valid Unicode';
    const stat = statSync(real);
    if (stat.isDirectory() || stat.isFile()) return { real, folder: stat.isDirectory() };
    return 'it is neither a folder nor a regular file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'it does not exist' : `it cannot be reached (${code})`;
  }
}

/** Case and Unicode form do not make two names different: a model would mix them up. */
function uniqueName({ given }: Pick<Root, 'given'>, roots: readonly Root[]): string {
  const taken = new Set(roots.map(({ name }) => name.normalize('NFC').toLowerCase()));
  const own = basename(given) || 'root';
  let name = own;
  for (let n = 2; taken.has(name.normalize('NFC').toLowerCase()); n++) name = `${own}-${n}`;
  return name;
}
