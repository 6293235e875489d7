import { faultOf, readConfigured } from '@ashlar/kit/configured';
import { ToolError } from '@ashlar/kit/errors';
import type * as z from 'zod';

type Path = readonly PropertyKey[];

/**
 * What stands in a JSON file of the operator's. Throws `ToolError` (`invalid_input`) with one sentence that names the
 * option and the field at fault; never with the path of the file.
 */
export function readJsonFile<Schema extends z.ZodType>(
  option: string,
  path: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(option, readConfigured(option, path)));
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
