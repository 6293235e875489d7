import { escaped } from './characters.ts';
import { type Entry, isLocal } from './entry.ts';
import { type Finding, finding } from './finding.ts';

/** Characters of one text: the longest line that cmd.exe takes. */
const MAX_TEXT = 8_191;
/** Characters of everything together: the longest command, and the most variables, that Windows starts a program with. */
const MAX_ALL = 32_767;

/** Throws a `TypeError` that names the field, where a value is not of its type: plain JavaScript can hand in anything. */
export function requireEntry(name: unknown, entry: unknown): asserts entry is Entry {
  requireText('name', name);
  const fields = fieldsOf('entry', entry);
  if ('command' in fields) {
    requireText('entry.command', fields.command);
    if (!Array.isArray(fields.args)) throw wrongType('entry.args', 'a list');
    for (const [at, word] of fields.args.entries()) requireText(`entry.args[${at}]`, word);
    requireValues('entry.env', fields.env);
    if (fields.cwd !== undefined) requireText('entry.cwd', fields.cwd);
  } else {
    requireText('entry.url', fields.url);
    requireValues('entry.headers', fields.headers);
  }
}

/** More than any system would start is not read: what looks at it takes time that grows with it. */
export function checkLength(name: string, entry: Entry): Finding[] {
  const values = Object.entries(isLocal(entry) ? entry.env : entry.headers).flatMap(([key, value]) =>
    typeof value === 'string' ? [key, value] : [key, value.name, value.before ?? '', value.after ?? ''],
  );
  const own = isLocal(entry) ? [entry.command, ...entry.args, entry.cwd ?? ''] : [entry.url];
  const texts = [name, ...own, ...values];
  const longest = Math.max(...texts.map(({ length }) => length));
  // A blank stands between two words.
  const all = texts.reduce((sum, { length }) => sum + length + 1, 0);
  if (longest <= MAX_TEXT && all <= MAX_ALL) return [];
  const message = `entry: ${longest > MAX_TEXT ? `a text of ${longest}` : `${all}`} characters is more than a system starts.`;
  return [finding('too-long', message, 'Put long values into a file that the server reads.')];
}

function requireValues(field: string, values: unknown): void {
  for (const [name, value] of Object.entries(fieldsOf(field, values))) {
    if (typeof value === 'string') continue;
    const reference = fieldsOf(`${field}.${escaped(name)}`, value);
    requireText(`${field}.${escaped(name)}.name`, reference.name);
  }
}

function fieldsOf(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(field, 'an object');
  return value as Record<string, unknown>;
}

function requireText(field: string, value: unknown): void {
  if (typeof value !== 'string') throw wrongType(field, 'a text');
}

function wrongType(field: string, type: string): TypeError {
  return new TypeError(`${field} has to be ${type}`);
}
