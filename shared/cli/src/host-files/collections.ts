import { CommandError } from '../command-error.ts';
import type { Host, Place, Scope } from '../hosts/host.ts';
import type { Machine } from '../hosts/machine.ts';
import type { Shape } from '../hosts/shape.ts';
import { entriesOf, FORMATS } from './edit.ts';
import { type Collection, type Format, Unreadable } from './format.ts';
import { type HostFile, openHostFile } from './host-file.ts';

/** A host's file, opened, with where its servers are. */
export interface OpenHost {
  id: string;
  host: Host;
  scope: Scope;
  shape: Shape;
  file: HostFile;
  format: Format;
  at: Collection;
  /** As they stand in the file. */
  entries: [string, unknown][];
}

/** What VS Code asks people for, beside the servers. */
export const INPUTS: Collection = { path: ['inputs'], listKey: 'id' };

/** Undefined where the host has no file of that scope. Throws `CommandError` where the file cannot be read. */
export function openHost(id: string, host: Host, scope: Scope, machine: Machine): OpenHost | undefined {
  const place = host.place(scope, machine);
  if (place === undefined) return undefined;
  const file = openFirst(place);
  const format = FORMATS[place.format];
  const data = explained(file.path, () => format.data(file.text));
  const at = host.collection?.(data) ?? place.at;
  return {
    id,
    host,
    scope,
    shape: place.shape ?? host.shape,
    file,
    format,
    at,
    entries: entriesOf(data, at),
  };
}

function openFirst({ paths }: Place): HostFile {
  const files = paths.map(openHostFile);
  return files.find(({ bytes }) => bytes !== undefined) ?? (files[0] as HostFile);
}

/** A file that is not understood is left as it is. Brackets in brackets without end are more than a stack holds. */
export function explained<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof Unreadable || cause instanceof RangeError)) throw cause;
    const why = cause instanceof Unreadable ? cause.message : 'is nested too deeply';
    throw new CommandError(`${path} ${why}, and is left as it is.`, { cause });
  }
}
