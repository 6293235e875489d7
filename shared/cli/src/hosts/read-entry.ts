import type { Entry, LocalEntry, RemoteEntry, Value } from '@ashlar/entry-checks';
import type { References, Shape } from './shape.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entry of a host's file; undefined for what is none, such as a part of the host that has a switch in the same map. */
export function readEntry(fields: unknown, shape: Shape): Entry | undefined {
  if (!isFields(fields)) return undefined;
  return localOf(fields, shape) ?? remoteOf(fields, shape);
}

function localOf(fields: Fields, shape: Shape): LocalEntry | undefined {
  const given = fields[shape.command];
  // Older settings of Zed have the program and its arguments one level deeper.
  const words = isFields(given)
    ? [given.path, ...textsOf(given.args)]
    : Array.isArray(given)
      ? given
      : [given];
  const [command, ...more] = words;
  if (typeof command !== 'string') return undefined;
  const args = shape.args === undefined ? [] : textsOf(fields[shape.args]);
  const { references } = shape;
  return {
    command,
    args: [...more.map(String), ...args],
    env: { ...forwardedOf(fields, references), ...valuesIn(fields[shape.env], references) },
    ...(typeof fields.cwd === 'string' && { cwd: fields.cwd }),
  };
}

function remoteOf(fields: Fields, { remote, references }: Shape): RemoteEntry | undefined {
  // Whatever a host's file may hold, an address is looked at.
  const fixed = remote?.fixed;
  const { http, sse } = remote?.url ?? { http: 'url', sse: 'url' };
  const field = [http, sse, 'url'].find((each) => typeof fields[each] === 'string');
  if (field === undefined) return undefined;
  const isSse =
    http === sse
      ? fields.type === (fixed?.sse.type ?? 'sse') && fixed?.sse.type !== fixed?.http.type
      : field === sse;
  const headers = (remote?.headers ?? ['headers']).reduce<unknown>(
    (inside, key) => (isFields(inside) ? inside[key] : undefined),
    fields,
  );
  return {
    transport: isSse ? 'sse' : 'http',
    url: fields[field] as string,
    headers: { ...valuesIn(headers, references), ...headerVariablesOf(fields, references) },
  };
}

function forwardedOf(fields: Fields, { forwarded }: References): Record<string, Value> {
  const names = forwarded === undefined ? [] : textsOf(fields[forwarded]);
  return Object.fromEntries(names.map((name) => [name, { kind: 'env', name }]));
}

function headerVariablesOf(fields: Fields, { headers }: References): Record<string, Value> {
  if (headers === undefined) return {};
  const bearer = fields[headers.bearer];
  const any = isFields(fields[headers.any]) ? Object.entries(fields[headers.any] as Fields) : [];
  return {
    ...Object.fromEntries(any.map(([header, name]) => [header, { kind: 'env', name: String(name) }])),
    ...(typeof bearer === 'string' && { Authorization: { kind: 'env', name: bearer, before: 'Bearer ' } }),
  };
}

function valuesIn(values: unknown, references: References): Record<string, Value> {
  if (!isFields(values)) return {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, valueIn(String(value), references)]),
  );
}

function valueIn(text: string, { pattern, kind = 'env' }: References): Value {
  const [found] = pattern === undefined ? [] : [...text.matchAll(pattern)];
  if (found === undefined) return text;
  const [whole, ...groups] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  return {
    kind: whole.includes('input:') ? 'input' : whole.includes('env:') ? 'env' : kind,
    name: groups.find((group) => group !== undefined) ?? whole,
    ...(before !== '' && { before }),
    ...(after !== '' && { after }),
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
