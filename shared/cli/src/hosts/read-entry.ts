import type { Entry, LocalEntry, RemoteEntry, Value } from '@ashlar/entry-checks';
import type { References, Shape } from './shape.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entry of a host's file; undefined for what is none, such as a part of the host that has a switch in the same map. */
export function readEntry(fields: unknown, shape: Shape): Entry | undefined {
  return readEntries(fields, shape)[0];
}

/**
 * Every entry that a host could make of these fields. Where there are a program and an address, or several addresses,
 * hosts and their versions differ in which one they take: the first is what it most likely is, and all are checked.
 */
export function readEntries(fields: unknown, shape: Shape): Entry[] {
  if (!isFields(fields)) return [];
  const inside = shape.inside === undefined ? undefined : fields[shape.inside];
  const parts = isFields(inside) ? [inside, fields] : [fields];
  return parts.flatMap((part) => [...localsOf(part, shape), ...remotesOf(part, shape)]);
}

function localsOf(fields: Fields, shape: Shape): LocalEntry[] {
  const given = fields[shape.command];
  // Older settings of Zed have the program and its arguments one level deeper.
  const words = isFields(given)
    ? [given.path, ...textsOf(given.args)]
    : Array.isArray(given)
      ? given
      : [given];
  const [command, ...more] = words;
  if (typeof command !== 'string') return [];
  const args = shape.args === undefined ? [] : textsOf(fields[shape.args]);
  const { references } = shape;
  const env = { ...forwardedOf(fields, references), ...valuesIn(fields[shape.env], references) };
  const cwd = typeof fields.cwd === 'string' ? { cwd: fields.cwd } : {};
  return [{ command, args: [...more.map(textOf), ...args], env, ...cwd }];
}

/** Whatever a host's file may hold, and whatever other hosts call it, an address is looked at. */
const ADDRESSES = ['url', 'httpUrl', 'serverUrl', 'uri'];

function remotesOf(fields: Fields, shape: Shape): RemoteEntry[] {
  const { http, sse } = shape.remote?.url ?? { http: 'url', sse: 'url' };
  const given = [...new Set([http, sse, ...ADDRESSES])].filter((field) => typeof fields[field] === 'string');
  return given.map((field) => ({
    transport: isSse(fields, field, shape) ? 'sse' : 'http',
    url: fields[field] as string,
    headers: headersOf(fields, shape),
  }));
}

function isSse(fields: Fields, field: string, { remote }: Shape): boolean {
  const { url, fixed } = remote ?? { url: { http: 'url', sse: 'url' }, fixed: undefined };
  if (url.http !== url.sse) return field === url.sse;
  return fields.type === (fixed?.sse.type ?? 'sse') && fixed?.sse.type !== fixed?.http.type;
}

function headersOf(fields: Fields, { remote, references }: Shape): Record<string, Value> {
  const headers = (remote?.headers ?? ['headers']).reduce<unknown>(
    (inside, key) => (isFields(inside) ? inside[key] : undefined),
    fields,
  );
  return { ...valuesIn(headers, references), ...headerVariablesOf(fields, references) };
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
    ...Object.fromEntries(any.map(([header, name]) => [header, { kind: 'env', name: textOf(name) }])),
    ...(typeof bearer === 'string' && { Authorization: { kind: 'env', name: bearer, before: 'Bearer ' } }),
  };
}

function valuesIn(values: unknown, references: References): Record<string, Value> {
  if (!isFields(values)) return {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, valueIn(textOf(value), references)]),
  );
}

/** Characters of a text that is refused, whatever is in it: to look for references there takes time without end. */
const TOO_LONG = 8_192;

function valueIn(text: string, { pattern, kind = 'env' }: References): Value {
  const [found] = pattern === undefined || text.length >= TOO_LONG ? [] : [...text.matchAll(pattern)];
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
  return Array.isArray(value) ? value.map(textOf) : [];
}

/** As JavaScript makes a text of it, which is what most hosts leave that to; the fields of an object have no say in it. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return textsOf(value).join();
  return isFields(value) ? '[object Object]' : String(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
