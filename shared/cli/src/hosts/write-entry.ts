import {
  type Entry,
  isLocal,
  type LocalEntry,
  type Reference,
  type RemoteEntry,
  type Value,
} from '@ashlar/entry-checks';
import type { Json } from '../host-files/format.ts';
import type { References, Shape } from './shape.ts';

type Fields = Record<string, Json>;

/** What a host cannot be told. The message is a sentence about the host, without it: `has no way to …`. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** An entry in the words of a host. Throws `Unsupported`. */
export function writeEntry(name: string, entry: Entry, shape: Shape): Fields {
  const always = shape.always?.(name) ?? {};
  return { ...always, ...(isLocal(entry) ? localFields(entry, shape) : remoteFields(entry, shape)) };
}

function localFields({ command, args, env, cwd }: LocalEntry, shape: Shape): Fields {
  const { references } = shape;
  const forwarded = references.forwarded === undefined && references.isInherited !== true ? [] : namesOf(env);
  const written = Object.entries(env).filter(([name]) => !forwarded.includes(name));
  return {
    ...shape.local,
    ...(shape.args === undefined
      ? { [shape.command]: [command, ...args] }
      : { [shape.command]: command, [shape.args]: [...args] }),
    ...(cwd !== undefined && { cwd }),
    ...(written.length > 0 && {
      [shape.env]: Object.fromEntries(written.map(([name, value]) => [name, textOf(value, references)])),
    }),
    ...(references.forwarded !== undefined && forwarded.length > 0 && { [references.forwarded]: forwarded }),
  };
}

/** Variables that have the same name inside and outside: a host that passes variables on can say no more. */
function namesOf(env: Readonly<Record<string, Value>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (typeof value === 'string') return [];
    if (isWhole(value) && value.name === name) return [name];
    throw new Unsupported(`passes variables on under their own names: ${name} cannot be ${value.name}`);
  });
}

function remoteFields({ transport, url, headers }: RemoteEntry, { remote, references }: Shape): Fields {
  if (remote === undefined)
    throw new Unsupported('has no servers at addresses in its file: add it in its settings');
  const special = references.headers === undefined ? {} : headerVariables(headers, references.headers);
  const written = Object.entries(headers).filter(
    ([, value]) => references.headers === undefined || typeof value === 'string',
  );
  const values: Json = Object.fromEntries(written.map(([name, value]) => [name, textOf(value, references)]));
  const nested = remote.headers.reduceRight<Json>((inside, key) => ({ [key]: inside }), values) as Fields;
  return {
    ...remote.fixed[transport],
    [remote.url[transport]]: url,
    ...(written.length > 0 && nested),
    ...special,
    ...(references.forwarded === 'env_keys' &&
      variablesOf(headers).length > 0 && { env_keys: variablesOf(headers) }),
  };
}

function headerVariables(
  headers: RemoteEntry['headers'],
  fields: NonNullable<References['headers']>,
): Fields {
  const any: Record<string, string> = {};
  const found: Fields = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue;
    if (name.toLowerCase() === 'authorization' && value.before === 'Bearer ')
      found[fields.bearer] = value.name;
    else if (isWhole(value)) any[name] = value.name;
    else
      throw new Unsupported(
        `takes a header whole out of a variable: ${name} cannot begin with '${value.before ?? ''}'`,
      );
  }
  return { ...found, ...(Object.keys(any).length > 0 && { [fields.any]: any }) };
}

function variablesOf(values: Readonly<Record<string, Value>>): string[] {
  return Object.values(values).flatMap((value) => (typeof value === 'string' ? [] : [value.name]));
}

function textOf(value: Value, { text }: References): string {
  if (typeof value === 'string') return value;
  if (text !== undefined) return `${value.before ?? ''}${text(value.name)}${value.after ?? ''}`;
  throw new Unsupported(
    `has no way to take ${value.name} from elsewhere, and secrets do not belong into a file`,
  );
}

function isWhole({ before = '', after = '' }: Reference): boolean {
  return before === '' && after === '';
}
