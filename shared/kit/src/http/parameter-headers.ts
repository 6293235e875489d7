import type { IncomingHttpHeaders } from 'node:http';
import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';
import type { Host } from '../host/host.ts';
import type { HeaderParameter } from '../surface/header-parameters.ts';
import { refuse } from './refuse.ts';

/** `HeaderMismatch`. Specification, basic/transports/streamable-http. */
const HEADER_MISMATCH = -32_020;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

interface Call {
  id?: string | number;
  method?: string;
  params?: { name?: string; arguments?: unknown; _meta?: unknown };
}

/**
 * Refuses a call whose headers say something else than its arguments: what stands before the server has judged it by
 * the headers. The SDK looks at the other headers of a request; it does not know our tools (SEP-2243).
 */
export function checkParameterHeaders({ surface }: Host): RequestHandler {
  return ({ body, headers }, response, next) => {
    const { id, method, params } = (body ?? {}) as Call;
    // It may be anything yet: `in` throws for what is no object.
    if (method !== 'tools/call' || !(PROTOCOL_VERSION_META_KEY in Object(params?._meta))) return next();
    const parameters = surface.tools.get(params?.name ?? '')?.headers ?? [];
    const wrong = parameters.find((parameter) => !agrees(parameter, params?.arguments, headers));
    if (wrong === undefined) return next();
    const message = `Mcp-Param-${wrong.header}: has to say the same as the argument ${wrong.path.join('.')}.`;
    refuse(response, 400, { code: HEADER_MISMATCH, message }, id);
  };
}

/** What is not among the arguments may be in a header or not. */
function agrees({ header, path }: HeaderParameter, args: unknown, headers: IncomingHttpHeaders): boolean {
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | null | undefined)?.[key],
    args,
  );
  if (!['string', 'number', 'boolean'].includes(typeof value)) return true;
  const said = decoded(headers[`mcp-param-${header.toLowerCase()}`]);
  if (typeof value === 'number' && said !== undefined && DECIMAL.test(said)) return Number(said) === value;
  return said === String(value);
}

/** A value that a header cannot hold is written as `=?base64?…?=`. Undefined for what is none, or missing. */
function decoded(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const base64 = /^=\?base64\?(?<text>.*)\?=$/.exec(header)?.groups?.text;
  if (base64 === undefined) return header;
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  // Node skips what is no base64, and puts something else for what is no UTF-8.
  return bytes.toString('base64') === base64 && Buffer.from(text).equals(bytes) ? text : undefined;
}
