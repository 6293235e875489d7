import { existsSync } from 'node:fs';
import { escaped } from '@ashlar/entry-checks';
import { INVISIBLE } from '@ashlar/kit/files';
import { createTextRedact } from '@ashlar/kit/secrets';
import { estimateTokens } from '@ashlar/kit/tokens';
import {
  Client,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client';
import { type Definitions, definitionsOf } from '../definitions/definitions.ts';
import { ProcessGroup } from './process-group.ts';
import type { Startable } from './startable.ts';

/** What a server said of itself, or why it said nothing. */
export type Probed =
  | {
      version: string;
      protocol: string;
      tools: number;
      tokens: number;
      ms: number;
      definitions: Definitions;
      faults: string[];
    }
  | { faults: string[] };

const redact = createTextRedact([]);

/** Starts a server, or asks one at an address, as a host would, and lists its tools; at most `timeoutMs` for all. */
export async function probe(what: Startable, timeoutMs: number): Promise<Probed> {
  const begun = performance.now();
  const client = new Client(
    { name: 'ashlar-doctor', version: '0.0.0' },
    { capabilities: {}, versionNegotiation: { mode: 'auto' } },
  );
  const transport = transportTo(what);
  const timer = new AbortController();
  try {
    return await Promise.race([shakeHands(client, transport, begun), tooLate(timeoutMs, timer.signal)]);
  } catch (error) {
    return { faults: [faultOf(error as Error, transport, what)] };
  } finally {
    timer.abort();
    await Promise.allSettled([client.close(), transport.close()]);
  }
}

function transportTo(what: Startable): Transport {
  if ('command' in what) return new ProcessGroup(what);
  const requestInit = { headers: what.headers };
  const url = new URL(what.url);
  return what.transport === 'sse'
    ? new SSEClientTransport(url, { requestInit })
    : new StreamableHTTPClientTransport(url, { requestInit });
}

async function shakeHands(client: Client, transport: Transport, begun: number): Promise<Probed> {
  await client.connect(transport);
  const definitions = await definitionsOf(client);
  const tools = Object.values(definitions.tools) as Tool[];
  const ms = Math.round(performance.now() - begun);
  const shown = tools.map(({ name, description, inputSchema }) =>
    JSON.stringify({ name, description, inputSchema }),
  );
  const { name = '', version = '' } = client.getServerVersion() ?? {};
  return {
    version: escaped(`${name} ${version}`),
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    tools: tools.length,
    tokens: shown.reduce((sum, text) => sum + estimateTokens(text), 0),
    ms,
    definitions,
    faults: tools.flatMap((tool) =>
      hiddenIn(
        tool.name,
        `${tool.name} ${tool.title ?? ''} ${tool.description ?? ''} ${JSON.stringify(tool.inputSchema)}`,
      ),
    ),
  };
}

/** A model reads what people do not see. */
function hiddenIn(name: string, text: string): string[] {
  const found = new RegExp(INVISIBLE).exec(text)?.[0];
  return found === undefined
    ? []
    : [`the tool ${escaped(name)} is described with characters that are not seen (${escaped(found)})`];
}

async function tooLate(timeoutMs: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`it does not answer within ${timeoutMs / 1_000} s`)),
      timeoutMs,
    );
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function faultOf(error: Error, transport: Transport, what: Startable): string {
  const code = codeOf(error);
  // The system has one word for both.
  if (code === 'ENOENT' && 'cwd' in what && !existsSync(what.cwd))
    return `the folder ${escaped(what.cwd)}, in which it is to be started, is not there`;
  if (code === 'ENOENT') return 'its program is not found';
  if (transport instanceof ProcessGroup && transport.hasEnded && transport.lastWords !== '') {
    return `it ends at once (${escaped(redact(transport.lastWords))})`;
  }
  if (code !== undefined) return `it cannot be reached (${code})`;
  return escaped(redact(error.message.split('\n')[0] ?? 'it fails'));
}

/** The system's word for what went wrong, which errors carry as their cause. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : codeOf(error.cause, depth + 1);
}
