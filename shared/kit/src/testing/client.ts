import { Client as V2Client, StreamableHTTPClientTransport as V2Http } from '@modelcontextprotocol/client';
import { StdioClientTransport as V2Stdio } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as V1Http } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema as V1Elicit } from '@modelcontextprotocol/sdk/types.js';
import type { Listed } from '../surface/lock.ts';

/** The reference clients a server is tested with: SDK v2 in both eras, and SDK v1. */
export const CLIENTS = ['v2', 'v2-legacy', 'v1'] as const;
export type ClientKind = (typeof CLIENTS)[number];

export interface Block {
  type: string;
  text?: string;
  data?: string;
  uri?: string;
}

export interface Result {
  content: Block[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

/** A program to start, for stdio. */
export interface Command {
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
}

type Done = 'accept' | 'decline' | 'cancel' | Readonly<Record<string, string | number | boolean>>;
/** Plays the person in front of a client: is shown the message, and says what they do, or fills the form in. */
export type Person = (message: string) => Done | Promise<Done>;

export interface CallOptions {
  /** Its abort cancels the call at the server. */
  signal?: AbortSignal;
  /** Milliseconds. */
  timeout?: number;
  /** Asks for notifications of progress, and is told of each. */
  onprogress?: (progress: { progress: number; message?: string | undefined }) => void;
}

/** What tests need of a connected client, whichever SDK it comes from. */
export interface TestClient {
  kind: ClientKind;
  /** The SDK's own client, for what this interface leaves out. */
  sdk: V2Client | V1Client;
  call(tool: string, input?: unknown, options?: CallOptions): Promise<Result>;
  /** All text blocks of a call's answer, joined by newlines. */
  text(tool: string, input?: unknown): Promise<string>;
  listed(): Promise<Listed>;
  close(): Promise<void>;
}

/** A client that is given a person declares that it can ask one. */
export async function connectStdio(kind: ClientKind, command: Command, person?: Person): Promise<TestClient> {
  const parameters = {
    ...command,
    stderr: 'ignore' as const,
    env: { ...inheritedEnvironment(), ...command.env },
  };
  const sdk = newClient(kind, person);
  await connect(sdk, kind === 'v1' ? new V1Stdio(parameters) : new V2Stdio(parameters));
  return finish(kind, sdk);
}

export async function connectHttp(
  kind: ClientKind,
  url: string,
  options: { fetch?: typeof fetch; headers?: Record<string, string>; person?: Person | undefined } = {},
): Promise<TestClient> {
  const settings = {
    ...(options.fetch !== undefined && { fetch: options.fetch }),
    ...(options.headers !== undefined && { requestInit: { headers: options.headers } }),
  };
  const sdk = newClient(kind, options.person);
  await connect(sdk, kind === 'v1' ? new V1Http(new URL(url), settings) : new V2Http(new URL(url), settings));
  return finish(kind, sdk);
}

function newClient(kind: ClientKind, person: Person | undefined): V1Client | V2Client {
  const identity = { name: 'test', version: '0.0.0' };
  const capabilities = person === undefined ? {} : { elicitation: { form: {} } };
  if (kind === 'v1') {
    const client = new V1Client(identity, { capabilities });
    if (person !== undefined)
      client.setRequestHandler(V1Elicit, async ({ params }) => answer(person, params));
    return client;
  }
  const mode = kind === 'v2' ? 'auto' : 'legacy';
  const client = new V2Client(identity, { capabilities, versionNegotiation: { mode } });
  if (person !== undefined)
    client.setRequestHandler('elicitation/create', ({ params }) => answer(person, params));
  return client;
}

async function answer(person: Person, { message }: { message: string }) {
  const done = await person(message);
  if (typeof done === 'object') return { action: 'accept' as const, content: { ...done } };
  return done === 'accept' ? { action: done, content: {} } : { action: done };
}

/** The two SDKs declare their transports apart, though either client takes its own. */
function connect(client: V1Client | V2Client, transport: V1Stdio | V2Stdio | V1Http | V2Http): Promise<void> {
  return client.connect(transport as never);
}

function finish(kind: ClientKind, sdk: V1Client | V2Client): TestClient {
  const client = sdk as V2Client;
  const call: TestClient['call'] = async (tool, input = {}, options = {}) => {
    const params = { name: tool, arguments: input as Record<string, unknown> };
    // SDK v1 takes a result schema between the parameters and the options.
    const answer =
      kind === 'v1'
        ? (sdk as V1Client).callTool(params, undefined, options)
        : client.callTool(params, options);
    return (await answer) as Result;
  };
  return {
    kind,
    sdk,
    call,
    async text(tool, input) {
      const { content } = await call(tool, input);
      return content.flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n');
    },
    listed: () => listedBy(client),
    close: () => sdk.close(),
  };
}

/** Lists everything a server offers. */
export async function listedBy(client: V2Client): Promise<Listed> {
  const { resources, prompts } = client.getServerCapabilities() ?? {};
  return {
    instructions: client.getInstructions() ?? '',
    tools: (await client.listTools()).tools as Listed['tools'],
    resources: resources === undefined ? [] : (await client.listResources()).resources,
    resourceTemplates:
      resources === undefined ? [] : (await client.listResourceTemplates()).resourceTemplates,
    prompts: prompts === undefined ? [] : (await client.listPrompts()).prompts,
  };
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
