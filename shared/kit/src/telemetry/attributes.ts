import type { Attributes } from '@opentelemetry/api';
import type { Caller } from '../context.ts';
import { createRedact } from '../log/redact.ts';
import { METHODS } from '../record/call-metric.ts';
import { type Asked, type Asking, type CallRecord, failureOf } from '../record/call-record.ts';
import type { Surface } from '../surface/surface.ts';
import { visible } from '../visible.ts';

/*
 * The names are those of the OpenTelemetry semantic conventions for MCP (status: development), and `ashlar.…`
 * where they have none. docs/traces.md holds the table.
 */

/** What a client may say, in characters: of itself and of a request, and of a resource. */
const MAX_NAME = 64;
const MAX_URI = 1_024;

const redact = createRedact();

/** What is asked for, in few enough different values to count by. A name nobody serves is not among them. */
export function subjectOf(operation: Asked, surface: Surface): { name: string; is: Attributes } {
  const method = operation.method ?? METHODS[operation.kind];
  const is: Attributes = { 'mcp.method.name': method };
  if (operation.kind === 'tool') is['gen_ai.operation.name'] = 'execute_tool';
  const named: { [kind in Asked['kind']]?: ReadonlyMap<string, unknown> } = {
    tool: surface.tools,
    prompt: surface.prompts,
  };
  if (named[operation.kind]?.has(operation.name) !== true) return { name: method, is };
  is[operation.kind === 'tool' ? 'gen_ai.tool.name' : 'gen_ai.prompt.name'] = operation.name;
  return { name: `${method} ${operation.name}`, is };
}

/** How it was asked for, as few values again. */
export function wayOf({ transport, protocol }: Asking): Attributes {
  return {
    'network.transport': transport === 'http' ? 'tcp' : 'pipe',
    ...(transport === 'http' && { 'network.protocol.name': 'http' }),
    ...(protocol.served !== undefined && { 'mcp.protocol.version': protocol.served }),
  };
}

/** What tells this request from others: for spans only. */
export function requestOf(operation: Asked, { requestId, client }: Asking): Attributes {
  const { uri } = (operation.arguments ?? {}) as { uri?: unknown };
  return {
    'jsonrpc.request.id': shown(requestId, MAX_NAME),
    ...(operation.kind === 'resource' && { 'mcp.resource.uri': shown(uri, MAX_URI) }),
    ...(client !== undefined && {
      'ashlar.client.name': shown(client.name, MAX_NAME),
      'ashlar.client.version': shown(client.version, MAX_NAME),
    }),
  };
}

/** Whose call it was, and how it ended. Who the caller is, is in the audit alone. */
export function endOf(outcome: CallRecord['outcome'], caller: Caller | undefined): Attributes {
  return {
    'ashlar.outcome': outcome,
    ...(caller !== undefined && { 'ashlar.caller.via': caller.via }),
    ...(caller?.tenant !== undefined && { 'ashlar.tenant': shown(caller.tenant, MAX_NAME) }),
  };
}

/** What was wrong with an answer, as the client sees it; nothing where nothing was. */
export function errorOf(
  answer: { result: unknown } | { thrown: unknown },
  outcome: CallRecord['outcome'] | undefined,
): Attributes {
  if ('thrown' in answer) {
    const code = (answer.thrown as { code?: unknown } | undefined)?.code;
    if (typeof code !== 'number') return { 'error.type': outcome ?? '_OTHER' };
    return { 'error.type': String(code), 'rpc.response.status_code': String(code) };
  }
  if ((answer.result as { isError?: unknown } | undefined)?.isError === true) {
    return { 'error.type': 'tool_error' };
  }
  const failure = outcome && failureOf({ outcome });
  return failure === undefined ? {} : { 'error.type': failure };
}

function shown(said: unknown, max: number): string {
  return visible(redact(String(said)) as string).slice(0, max);
}
