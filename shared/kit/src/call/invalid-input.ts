import type * as z from 'zod';
import { ToolError } from '../errors.ts';
import { visible } from '../visible.ts';

const MAX_ISSUES = 5;

/** Checks arguments against a schema. Throws `ToolError` naming each field at fault and what it takes. */
export function checkInput<Schema extends z.ZodObject>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).map(describe);
  const more = parsed.error.issues.length - issues.length;
  throw new ToolError('invalid_input', `${issues.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`, {
    hint: `The arguments are: ${Object.keys(schema.shape).join(', ') || 'none'}.`,
  });
}

function describe(issue: z.core.$ZodIssue): string {
  const field = fieldOf(issue.path) || 'arguments';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${prefix(issue.path)}${issue.keys.slice(0, MAX_ISSUES).map(quoteKey).join(', ')}: unknown argument`;
    case 'invalid_type':
      return issue.input === undefined
        ? `${field}: is required`
        : `${field}: must be ${article(issue.expected === 'int' ? 'whole number' : issue.expected)}`;
    case 'too_small':
      return `${field}: must ${bound(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `${field}: must ${bound(issue.origin, 'at most', Number(issue.maximum))}`;
    case 'invalid_value':
      return `${field}: must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return `${field}: ${issue.message.replace(/\.$/, '')}`;
  }
}

function bound(origin: string, words: string, limit: number): string {
  if (origin === 'string') return `have ${words} ${limit} character${limit === 1 ? '' : 's'}`;
  if (origin === 'array') return `have ${words} ${limit} item${limit === 1 ? '' : 's'}`;
  return `be ${words} ${limit}`;
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${quoteKey(key)}`))
    .join('');
}

function prefix(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${fieldOf(path)}.`;
}

/** A key is the caller's own word, but may be any length and hold anything. */
function quoteKey(key: PropertyKey): string {
  const text = String(key);
  return /^\w{1,40}$/.test(text) ? text : `"${visible(text.slice(0, 40))}"`;
}

function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
