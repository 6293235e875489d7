import { escaped, isLocal, type Value } from '@ashlar/entry-checks';
import type { Machine } from '../hosts/machine.ts';
import type { Configured } from '../servers/configured.ts';

/** A program with all that a host would start it with. */
export interface Start {
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
}

export type Startable = Start | { transport: 'http' | 'sse'; url: string; headers: Record<string, string> };

export interface Prepared {
  what?: Startable;
  /** What only the host knows. */
  faults: string[];
}

/** What the SDK hands to a server, and hosts with it: no secret of this terminal gets to a server unasked. */
const INHERITED = [
  'HOME',
  'LOGNAME',
  'PATH',
  'SHELL',
  'TERM',
  'USER',
  'USERNAME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'TEMP',
  'TMP',
  'TMPDIR',
  'PATHEXT',
  'PROGRAMFILES',
  'HOMEDRIVE',
  'HOMEPATH',
  'PROCESSOR_ARCHITECTURE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'LANG',
];

/** The part of this terminal's environment that a server gets. */
export function inheritedBy({ env }: Machine): Record<string, string> {
  const known = INHERITED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return Object.fromEntries(known);
}

/** An entry with what the host would put in, as far as it can be known here. */
export function prepared({ entry, host }: Configured, machine: Machine): Prepared {
  const faults: string[] = [];
  const put = (text: string) => putIn(text, host.shape.references.pattern, machine, faults);
  const values = (given: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => {
        if (typeof value === 'string') return [[name, value]];
        const found = machine.env[value.name];
        if (found !== undefined) return [[name, `${value.before ?? ''}${found}${value.after ?? ''}`]];
        faults.push(`${escaped(value.name)} is not set here, so it is tried without`);
        return [];
      }),
    );
  if (!isLocal(entry))
    return { what: { transport: entry.transport, url: entry.url, headers: values(entry.headers) }, faults };
  const command = put(entry.command);
  const args = entry.args.map(put);
  const cwd = entry.cwd === undefined ? machine.cwd : put(entry.cwd);
  const isKnown = faults.length === 0;
  const env = { ...inheritedBy(machine), ...values(entry.env) };
  return { ...(isKnown && { what: { command, args, env, cwd } }), faults };
}

function putIn(
  text: string,
  pattern: RegExp | undefined,
  { cwd, home, env }: Machine,
  faults: string[],
): string {
  if (pattern === undefined) return text;
  return text.replace(pattern, (whole: string, ...groups: unknown[]) => {
    if (whole.includes('{workspaceFolder}')) return cwd;
    if (whole.includes('{userHome}')) return home;
    const name = groups.find((group) => typeof group === 'string' && group !== text);
    const [, fallback] = /:-(.*)\}$/s.exec(whole) ?? [];
    const found = (typeof name === 'string' ? env[name] : undefined) ?? fallback;
    if (found === undefined)
      faults.push(`${escaped(whole)} is known to the host alone, so it is not started`);
    return found ?? '';
  });
}
