import { readFileSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import type * as z from 'zod';

type Path = readonly PropertyKey[];
/** Bytes of a file at most. */
const LARGEST = 1_000_000;

/**
 * What stands in a JSON file of the operator's. Throws `ToolError` (`invalid_input`) with one sentence that names the
 * option and the field at fault; never with the path of the file.
 */
export function readConfigured<Schema extends z.ZodType>(
  option: string,
  path: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(option, readText(option, path)));
  if (parsed.success) return parsed.data;
  throw wrongField(option, ...faultOf(parsed.error.issues[0]));
}

/** The one form of what is wrong with a field: `--workflow: statuses[2].kind: must be one of open, active, done.` */
export function wrongField(option: string, path: Path, what: string): ToolError {
  const field = path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`))
    .join('');
  return new ToolError('invalid_input', `${option}: ${field === '' ? '' : `${field}: `}${what}.`);
}

function readText(option: string, path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new ToolError('invalid_input', `${option}: the file cannot be read.`);
  }
  if (bytes.length > LARGEST)
    throw new ToolError('invalid_input', `${option}: the file is larger than 1 MB.`);
  return bytes.toString('utf8');
}

/** The parser's own words would repeat a part of the file, which may hold a secret by mistake. */
function jsonOf(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    throw new ToolError('invalid_input', `${option}: line ${before.split('\n').length}: is no JSON here.`);
  }
}

function faultOf(issue: z.core.$ZodIssue | undefined): [Path, string] {
  if (issue === undefined) return [[], 'is not what is expected'];
  if (issue.code === 'unrecognized_keys') return [[...issue.path, issue.keys[0] ?? ''], 'is no field'];
  if (issue.code === 'invalid_key') return [issue.path, issue.issues[0]?.message ?? 'is no name'];
  if (issue.code === 'invalid_value') return [issue.path, `must be one of ${issue.values.join(', ')}`];
  if (issue.code === 'invalid_type' && issue.input === undefined) return [issue.path, 'is missing'];
  return [issue.path, issue.message];
}
