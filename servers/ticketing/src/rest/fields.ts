import { badValue } from '../tracker/refusals.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { proseAt, withValue } from './json-path.ts';
import type { Field, FieldName, Profile } from './profile.ts';
import type { Project } from './projects.ts';
import { filled, type Json } from './template.ts';

/** What fields are to become, by their names; null takes one away. */
export type FieldValues = Partial<Record<FieldName, string | null>>;

/** What a ticket says in a field; undefined for nothing. */
export function readField({ fields }: Profile, name: FieldName, data: unknown): string | undefined {
  const field = fields[name];
  const said = field?.read === undefined ? undefined : proseAt(data, field.read);
  if (field === undefined || said === undefined || said === '' || isNothing(field, said)) return undefined;
  const [ours] = Object.entries(field.values ?? {}).find(([, theirs]) => theirs === said) ?? [];
  return ours ?? (field.as === 'day' ? said.slice(0, 'YYYY-MM-DD'.length) : said);
}

/**
 * What is sent for fields, put into what the request has already. Throws `ToolError` (`invalid_input`) for a field that
 * cannot be written, and for a value that the tracker has not, with those it has.
 */
export async function writeFields(
  desk: RestDesk,
  project: Project,
  values: FieldValues,
  doing: Doing,
): Promise<(body: unknown) => unknown> {
  const writes: [path: string, value: Json][] = [];
  for (const [name, value] of Object.entries(values) as [FieldName, string | null][]) {
    const field = desk.profile.fields[name];
    if (field?.write === undefined) throw cannotWrite(name, value);
    writes.push([field.write, await theirs(desk, project, name, value, doing)]);
  }
  return (body) => writes.reduce<unknown>((all, [path, value]) => withValue(all, path, value), body ?? {});
}

/** What the tracker has for a value of ours. Throws `ToolError` (`invalid_input`). */
export async function theirs(
  desk: RestDesk,
  project: Project,
  name: FieldName,
  value: string | null,
  doing: Doing,
): Promise<Json> {
  const { values, list, none, sent } = desk.profile.fields[name] ?? {};
  const called = name === 'assignee' ? 'assignees' : name;
  if (value === null) return none?.[0] ?? null;
  if (list !== undefined) return desk.lists.id(list, project, called, value, doing);
  if (values === undefined) return sent === undefined ? value : filled(sent, { value });
  const known = Object.hasOwn(values, value) ? values[value] : undefined;
  if (known === undefined) throw badValue(called, value, Object.keys(values));
  return known;
}

function isNothing({ none = [] }: Field, said: string): boolean {
  return none.includes(said);
}

function cannotWrite(name: FieldName, value: string | null): Error {
  return badValue(name === 'assignee' ? 'assignees' : name, value ?? '', []);
}
