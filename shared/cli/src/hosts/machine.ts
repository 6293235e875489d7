import { posix, win32 } from 'node:path';

/** What the paths of hosts depend on. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** The project. */
  cwd: string;
}

export function thisMachine(home: string): Machine {
  return { platform: process.platform, env: process.env, home, cwd: process.cwd() };
}

export function joined({ platform }: Machine, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(...parts);
}

/** Where applications keep a user's settings: `~/Library/Application Support`, `%APPDATA%`, `~/.config`. */
export function applicationData(machine: Machine): string {
  const { platform, env, home } = machine;
  if (platform === 'darwin') return joined(machine, home, 'Library', 'Application Support');
  if (platform === 'win32') return env.APPDATA || joined(machine, home, 'AppData', 'Roaming');
  return dotConfig(machine);
}

/** `$XDG_CONFIG_HOME` or `~/.config`, also on macOS and Windows: for programs that know no other place. */
export function dotConfig(machine: Machine): string {
  const { env, home } = machine;
  return env.XDG_CONFIG_HOME || joined(machine, home, '.config');
}
