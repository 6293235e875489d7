import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Tool } from '../define.ts';
import { ToolError } from '../errors.ts';
import { jsonOf } from '../json-text.ts';
import { MAX_RESULT_BYTES } from '../limits/limit-options.ts';
import type { Log } from '../log/log.ts';
import { bytesOf } from '../record/result-cost.ts';

const MIB = 1024 * 1024;

/** Shapes what a tool returned into a result. */
export function success(tool: Tool<unknown>, value: unknown): CallToolResult {
  return tool.output === undefined ? replyResult(value) : dataResult(tool, value);
}

/**
 * Gives back a result that can be sent. Throws `ToolError` (`limited`) for one of more than `most` bytes, and
 * `TypeError` for one that JSON cannot hold: the SDK would answer neither.
 */
export function sendable<Result>(result: Result, most = MAX_RESULT_BYTES): Result {
  if (bytesAtMost(result) <= most || bytesOf(result) <= most) return result;
  const size = most % MIB === 0 ? `${most / MIB} MiB` : `${most / 1_024} KB`;
  throw new ToolError('limited', `The result is larger than ${size}.`, {
    hint: 'Ask for less at once.',
    retryable: false,
  });
}

/** Characters of the text that stands for data, by its result. */
const MIRRORED = new WeakMap<object, number>();
/** Bytes of one of them: in UTF-8 three as data, and as text, where quotes and backslashes are escaped, no more. */
const WIDEST = 3 + 3;
/** More than what is around them. */
const AROUND = 200;

/** What a result of data surely fits into, without writing it once only to see how large it is; else Infinity. */
function bytesAtMost(result: unknown): number {
  const characters = typeof result === 'object' && result !== null ? MIRRORED.get(result) : undefined;
  return characters === undefined ? Infinity : WIDEST * characters + AROUND;
}

function replyResult(value: unknown): CallToolResult {
  if (typeof value === 'string') return { content: [{ type: 'text', text: value }] };
  if (!Array.isArray(value)) throw new TypeError('The tool returned neither a text nor blocks.');
  return { content: value };
}

/** Hosts show a model either the structured or the text form, so each carries everything, compactly. */
function dataResult(tool: Tool<unknown>, value: unknown): CallToolResult {
  // The parsed value: what the schema does not name is not sent, or strict clients refuse the result.
  const data = tool.output?.parse(value) as Record<string, unknown>;
  const text = jsonOf(data);
  const result: CallToolResult = { content: [{ type: 'text', text }], structuredContent: data };
  MIRRORED.set(result, text.length);
  return result;
}

/** The one place where a failure becomes a result. */
export function failure(error: ToolError): CallToolResult {
  const { code, message, hint, retryable, retryAfterMs } = error;
  const advice = hint ?? (retryable ? 'The same call may succeed later.' : undefined);
  return {
    content: [
      { type: 'text', text: advice === undefined ? `${code}: ${message}` : `${code}: ${message} ${advice}` },
    ],
    isError: true,
    _meta: {
      'dev.ashlar/error': { code, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    },
  };
}

/**
 * Makes anything that was thrown a `ToolError`. What is not one already is a fault of ours: it gets an id,
 * and its details go to the log and nowhere else.
 */
export function toToolError(thrown: unknown, log: Log): ToolError {
  if (thrown instanceof ToolError) return thrown;
  const id = crypto.randomUUID().slice(-12);
  log.error('internal error', { errorId: id, error: thrown });
  return new ToolError('internal', `Internal error ${id}.`, {
    hint: `Tell the operator the id ${id}: the details are in the server's log.`,
    retryable: false,
  });
}
