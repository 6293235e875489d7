import { type Challenge, challengesIn } from './challenge.ts';
import type { ProofKey } from './proof.ts';

/** What is tested, and the credentials to test it with. */
export interface Target {
  url: string;
  /** Good for what it is called with here. */
  token?: string;
  /** Lacks the scope that `tool` takes. */
  weakToken?: string;
  /** The name of a tool that `weakToken` may not call. */
  tool?: string;
  /** Of the same issuer, for another resource. */
  foreignToken?: string;
  /** Was good once. */
  expiredToken?: string;
  /** Is bound to a key (RFC 9449). */
  boundToken?: { token: string; key: ProofKey };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  challenges: Challenge[];
}

export interface Send {
  headers?: Record<string, string>;
  /** As written behind the address. */
  query?: string;
  method?: 'tools/list' | 'tools/call' | 'initialize';
  tool?: string;
}

/** Sends one request of the protocol, as a client of 2026-07-28 would, or of 2025 for `initialize`. */
export async function send(
  { url }: Target,
  { headers = {}, query = '', method = 'tools/list', tool }: Send = {},
): Promise<Answer> {
  const modern = method !== 'initialize';
  const clientInfo = { name: 'auth-conformance', version: '0' };
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const called = tool === undefined ? {} : { name: tool, arguments: {} };
  const params = modern
    ? { ...called, _meta }
    : { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  return answerOf(
    await fetch(`${url}${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(modern && { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method }),
        ...(tool !== undefined && { 'mcp-name': tool }),
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    }),
  );
}

export async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const challenges = challengesIn(headers.get('www-authenticate') ?? '');
  return { status, headers, text: await response.text(), challenges };
}

export const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });

/** What is wrong with an answer that should have let the client in. */
export function notServed({ status, text }: Answer): string | undefined {
  return status === 200 ? undefined : `answered ${status}: ${text.slice(0, 200)}`;
}

/** What is wrong with an answer that should have been a refusal, with a challenge of this error. */
export function notRefused(
  answer: Answer,
  error?: string,
  statuses: readonly number[] = [401],
): string | undefined {
  const { status, challenges } = answer;
  if (!statuses.includes(status)) return `answered ${status}, not ${statuses.join(' or ')}`;
  if (challenges.length === 0) return 'WWW-Authenticate is missing or cannot be read';
  if (error === undefined || challenges.some(({ parameters }) => parameters.error === error))
    return undefined;
  return `error is ${challenges.map(({ parameters }) => parameters.error ?? 'missing').join(', ')}, not ${error}`;
}
