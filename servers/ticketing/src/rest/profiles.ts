import { readFileSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { type Profile, profile } from './profile.ts';
import { faultsIn } from './profile-rules.ts';
import paperclip from './profiles/paperclip.json' with { type: 'json' };
import redmine from './profiles/redmine.json' with { type: 'json' };
import rt from './profiles/rt.json' with { type: 'json' };
import tickets from './profiles/tickets.json' with { type: 'json' };

/** Profiles that come with the server, by what `--tracker` calls them. */
export const SHIPPED: Readonly<Record<string, object>> = { tickets, rt, redmine, paperclip };

/** Bytes of a profile of the operator's. */
const MOST_BYTES = 256 * 1024;
/** Faults that are told at once. */
const MOST_FAULTS = 5;

/** A shipped one, or a file with one. Throws `ToolError` (`invalid_input`), which names the fields at fault. */
export function profileOf(tracker: string): Profile {
  if (Object.hasOwn(SHIPPED, tracker)) return checked(SHIPPED[tracker], tracker);
  if (!/[./\\]/.test(tracker)) {
    throw refused(
      `there is no profile ${quoted(tracker)}. There are: ${Object.keys(SHIPPED).join(', ')}; or name a file.`,
    );
  }
  return checked(extended(jsonIn(tracker), tracker), tracker);
}

/** A profile of the operator's may say only what is another in one that is shipped: lists are replaced as a whole. */
function extended(own: unknown, file: string): unknown {
  if (!isObject(own) || own.extends === undefined) return own;
  const { extends: base, ...rest } = own;
  if (typeof base === 'string' && Object.hasOwn(SHIPPED, base)) return merged(SHIPPED[base] ?? {}, rest);
  throw refused(`${file}: extends: must be one of ${Object.keys(SHIPPED).join(', ')}.`);
}

/** `null` takes a member away. */
function merged(base: object, own: object): object {
  const all: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(own)) {
    const below = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value === null) delete all[name];
    else all[name] = isObject(value) && isObject(below) ? merged(below, value) : value;
  }
  return all;
}

function jsonIn(file: string): unknown {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length > MOST_BYTES) throw refused(`${file}: is longer than ${MOST_BYTES} characters.`);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw refused(`${file}: ${why}.`);
  }
}

function checked(data: unknown, name: string): Profile {
  const { data: found, error } = profile.safeParse(data);
  const issues = error?.issues ?? (found === undefined ? [] : faultsIn(found));
  if (found !== undefined && issues.length === 0) return found;
  const faults = issues.slice(0, MOST_FAULTS).map(faultText);
  throw refused(`${name}: ${faults.join('; ')}.`);
}

function faultText(issue: { path: readonly PropertyKey[]; message: string }): string {
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'profile' : path}: ${issue.message}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(what: string): ToolError {
  return new ToolError('invalid_input', `tracker: ${what}`);
}
