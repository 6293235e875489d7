/** One step of a way into JSON: a member, the first of a list in which a member says so, or all of a list. */
type Step = { member: string } | { where: string; is: string } | 'all';

/** `a.b`, `items.0.id`, `items[Type=Create].id`, `journals.*.id`. */
export const PATH = /^[\w-]+(?:\[[\w.-]+=[\w /.-]+\])*(?:\.(?:\*|[\w-]+(?:\[[\w.-]+=[\w /.-]+\])*))*$/;

/** What stands at a path; undefined where there is nothing. Looks at nothing but own members of what came. */
export function valueAt(data: unknown, path: string): unknown {
  return follow(data, stepsOf(path));
}

/** Text of a value: numbers and flags as JSON writes them. Undefined for what is neither, and for nothing. */
export function textAt(data: unknown, path: string): string | undefined {
  return textOf(valueAt(data, path));
}

/** A text of people: trackers end lines in their own ways. */
export function proseAt(data: unknown, path: string): string | undefined {
  return textAt(data, path)?.replaceAll('\r\n', '\n');
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The same JSON with a value at a path of members, each of which is made where it is not there. */
export function withValue(data: unknown, path: string, value: unknown): unknown {
  const [member = '', ...rest] = path.split('.');
  const object = isObject(data) ? data : {};
  const inner = Object.hasOwn(object, member) ? object[member] : undefined;
  return { ...object, [member]: rest.length === 0 ? value : withValue(inner, rest.join('.'), value) };
}

function stepsOf(path: string): Step[] {
  return path.match(/\[[^\]]*\]|[^.[]+/g)?.map(stepOf) ?? [];
}

function stepOf(text: string): Step {
  if (text === '*') return 'all';
  const [, where, is] = /^\[([^=]+)=(.*)\]$/.exec(text) ?? [];
  return where === undefined || is === undefined ? { member: text } : { where, is };
}

function follow(data: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined) return data;
  if (step === 'all') return Array.isArray(data) ? data.map((one) => follow(one, rest)) : undefined;
  if ('member' in step) return follow(memberOf(data, step.member), rest);
  const found = Array.isArray(data) ? data.find((one) => textAt(one, step.where) === step.is) : undefined;
  return follow(found, rest);
}

function memberOf(data: unknown, member: string): unknown {
  if (Array.isArray(data)) return /^\d{1,6}$/.test(member) ? data[Number(member)] : undefined;
  return isObject(data) && Object.hasOwn(data, member) ? data[member] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
