import { posix, win32 } from 'node:path';

interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
}

/** Where the system wants programs to keep what belongs to their user: a file of that name. */
export function dataFile(name: string, { env, home, platform }: Surroundings): string {
  if (platform === 'win32')
    return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'ashlar', name);
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'ashlar', name);
  // XDG Base Directory Specification: a relative path is to be ignored.
  const xdg = env.XDG_DATA_HOME;
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'ashlar', name);
}
