import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname, join, posix, relative, win32 } from 'node:path';

interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
}

/** Where the system wants programs to keep what they can make again. */
export function cacheFolder({ env, home, platform }: Surroundings): string {
  if (platform === 'win32')
    return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'ashlar', 'Cache');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'ashlar');
  // XDG Base Directory Specification: a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.cache'), 'ashlar');
}

/** Where the system wants programs to keep what they cannot make again, and the user never looks at. */
export function stateFolder({ env, home, platform }: Surroundings): string {
  if (platform === 'win32')
    return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'ashlar');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'ashlar');
  // XDG Base Directory Specification, likewise.
  const xdg = env.XDG_STATE_HOME;
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'state'), 'ashlar');
}

/**
 * The file in which the text index of a vault is kept between runs. Undefined where that would be inside of the vault
 * (whose owner may have made a vault of the whole home folder): then nothing is kept.
 */
export function databaseFile(vault: string, folder: string): string | undefined {
  return fileFor(vault, folder, 'db');
}

/** The same for the index of links. */
export function linksFile(vault: string, folder: string): string | undefined {
  return fileFor(vault, folder, 'links');
}

/** The same for the journal of a rename, in the folder for the state of programs. */
export function journalFile(vault: string, folder: string): string | undefined {
  return fileFor(vault, folder, 'rename');
}

function fileFor(vault: string, folder: string, ending: string): string | undefined {
  const name = createHash('sha256').update(vault).digest('hex').slice(0, 32);
  return isWithin(realOf(folder), vault) ? undefined : join(folder, 'vault', `${name}.${ending}`);
}

/** The folder as it is or will be: what of it is there is resolved. */
function realOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(realOf(above), relative(above, folder));
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[\\/]/.test(way) || /^(?:[a-z]:|[\\/])/i.test(way));
}
