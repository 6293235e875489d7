import { isDeepStrictEqual } from 'node:util';
import { checkEntry, type Entry, type Finding, isLocal, type Value } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import type { OpenHost } from '../host-files/collections.ts';
import type { Json } from '../host-files/format.ts';
import { readEntry } from '../hosts/read-entry.ts';
import { Unsupported, writeEntry } from '../hosts/write-entry.ts';

/** What would be written for one host. */
export interface Plan {
  host: OpenHost;
  name: string;
  entry: Entry;
  fields: Readonly<Record<string, Json>>;
  findings: Finding[];
}

/** Throws `CommandError` where the host cannot be told what the entry says. */
export function planFor(
  host: OpenHost,
  name: string,
  wanted: Entry,
  platform: NodeJS.Platform = process.platform,
): Plan {
  const entry = startable(wanted, host, platform);
  const { scope, shape } = host;
  const { findings } = checkEntry(name, entry, { scope });
  try {
    const fields = writeEntry(name, entry, shape);
    const back = readEntry(fields, shape);
    if (
      back === undefined ||
      !isDeepStrictEqual(meaning(back), meaning(entry, shape.references.isInherited))
    ) {
      throw new Unsupported(
        'would understand it as something else: a value looks like one of its own references',
      );
    }
    return { host, name, entry, fields, findings };
  } catch (cause) {
    if (!(cause instanceof Unsupported)) throw cause;
    throw new CommandError(`${host.host.title} ${cause.message}.`, { cause });
  }
}

/** npx is a file for cmd.exe on Windows. What follows it has no character that means something to it. */
function startable(entry: Entry, { host }: OpenHost, platform: NodeJS.Platform): Entry {
  const isNeeded =
    platform === 'win32' && host.needsCmd === true && isLocal(entry) && entry.command === 'npx';
  return isNeeded ? { ...entry, command: 'cmd', args: ['/c', entry.command, ...entry.args] } : entry;
}

/** Where values come from is the host's business: that they come from elsewhere, and under which name, is not. */
function meaning(entry: Entry, isInherited?: boolean): unknown {
  const plain = (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => typeof value === 'string' || isInherited !== true)
        .map(([name, value]) => [name, typeof value === 'string' ? value : { ...value, kind: undefined }]),
    );
  if (isLocal(entry)) return { ...entry, args: [...entry.args], env: plain(entry.env) };
  return { url: entry.url, headers: plain(entry.headers) };
}
