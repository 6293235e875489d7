import type { ContentBlock, GetPromptResult, ReadResourceResult } from '@modelcontextprotocol/server';
import type * as z from 'zod';
import type { CallContext, Caller } from './context.ts';
import type { Manifest } from './manifest.ts';

/**
 * What a tool may do to the world. Everything else follows from it: the hints a host shows, the scope a
 * caller needs, whether a person is asked, and whether the tool exists in read-only mode.
 */
export type Access = 'read' | 'write' | 'destroy';

/**
 * Whether this server asks a person before a tool runs. `must`: what reaches other people, costs money or changes
 * many things at once; where nobody can be asked, it does not run. `if possible`: asked where the client can, and
 * otherwise left to the host, which its annotations tell to ask. `never`: with these arguments nothing is changed
 * that anybody would want to be asked about, whatever the operator's rule.
 */
export type Asking = 'must' | 'if possible' | 'never';

/** What a person is told before they approve. */
export interface Preview {
  /** What will happen, in the server's own words; names that come from elsewhere are quoted and made visible. */
  summary: string;
  /** Names the state of what will be changed. If it is another once they have approved, nothing is run. */
  version?: string;
}

/** Where the hints that follow from `access` are not the whole truth. See ToolAnnotations in the specification. */
export interface Hints {
  /** The tool may replace or remove what was there. Default: true for `destroy` only. */
  destructive?: boolean;
  /** Repeating the call with the same arguments changes nothing more. Default: true for `read` only. */
  idempotent?: boolean;
  /** The tool reaches beyond what this server holds. Default: false. */
  openWorld?: boolean;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Arguments<Input extends Shape> = z.output<z.ZodObject<Input>>;

/** What a tool without an output schema answers: one text, or blocks. */
export type Reply = string | ContentBlock[];

export interface ToolDefinition<Input extends Shape, Output extends Shape, Domain> {
  /** snake_case, at most 64 characters; the file that holds the tool bears the same name in kebab-case. */
  name: string;
  title: string;
  /** One or two sentences written for the model. */
  description: string;
  input: z.ZodObject<Input>;
  /** Left out where the product is text: then the payload travels once. */
  output?: z.ZodObject<Output>;
  access: Access;
  hints?: Hints;
  /**
   * Default: `if possible` for `destroy`, else left to the host. The operator may ask for more, or waive it. Where it
   * depends on what the call is about, it may look, and only look.
   */
  approval?:
    | Asking
    | ((
        input: Arguments<Input>,
        context: CallContext<Domain>,
      ) => Asking | undefined | Promise<Asking | undefined>);
  /** Looks at what would happen, and only looks. Without it a person is shown the arguments. */
  preview?(input: Arguments<Input>, context: CallContext<Domain>): Promise<Preview>;
  /** Returns data, throws on failure. Never formats an error, reads the environment or sees a transport. */
  run(input: Arguments<Input>, context: CallContext<Domain>): Promise<z.input<z.ZodObject<Output>> | Reply>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of tools holds tools of every input and output
export type Tool<Domain> = ToolDefinition<any, any, Domain>;

export interface ResourceDefinition<Domain, Settings = unknown> {
  name: string;
  title: string;
  description: string;
  /**
   * An absolute URI, or a URI template (RFC 6570) whose variables `read` receives. Where the operator's configuration
   * is a part of it, a function of that.
   */
  uri: string | ((settings: Settings) => string);
  mimeType?: string;
  read(
    uri: string,
    variables: Readonly<Record<string, string>>,
    context: CallContext<Domain>,
  ): Promise<ReadResourceResult>;
  /** Per template variable: the values for what was typed, best first. 100 are sent, with how many there are. */
  complete?: Readonly<Record<string, (typed: string, context: CallContext<Domain>) => Promise<string[]>>>;
  /**
   * Calls `changed` whenever the resource changes, until the returned function is called. Those of one tenant share a
   * watch, in the name of who came first.
   */
  watch?(uri: string, changed: () => void, domain: Domain, caller: Caller): Promise<() => void>;
}

/** What another service has sent over HTTP. */
export interface Delivery {
  /** With names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came: what is signed are its bytes. */
  body: Uint8Array;
}

/**
 * Takes what another service sends by itself, such as a webhook's deliveries: served over HTTP alone, without a caller's
 * credential, because each delivery proves where it comes from.
 */
export interface DeliveryDefinition {
  /** Who sends them, for records: `github`. */
  sender: string;
  /** Where to, beside `/mcp`: `/webhooks/github`. */
  path: string;
  /** The option that asks for it, which is refused without `--http`: `webhookSecretEnv`. */
  option: string;
  /** The largest body, in bytes. */
  maxBytes: number;
  /**
   * What the sender calls a delivery that is proven to come from it; undefined for any other. Compares in constant time,
   * and reads nothing of a body that is not proven.
   */
  proven(delivery: Delivery): string | undefined;
  /** Takes one that is proven and did not come before. Throws `ToolError` for what cannot be read. */
  take(delivery: Delivery): void | Promise<void>;
}

export interface PromptDefinition<Input extends Shape, Domain> {
  name: string;
  title: string;
  description: string;
  input: z.ZodObject<Input>;
  render(input: Arguments<Input>, context: CallContext<Domain>): Promise<GetPromptResult['messages']>;
  complete?: Readonly<Record<string, (typed: string, context: CallContext<Domain>) => Promise<string[]>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of prompts holds prompts of every input
export type Prompt<Domain> = PromptDefinition<any, Domain>;

export interface ServerDefinition<Options extends Shape, Settings, Domain extends Closable> {
  /** One word; the first part of every scope (`<name>:read`). */
  name: string;
  title: string;
  /** The server's package.json: what its program is called, and its version. */
  manifest: Manifest;
  /** One sentence for people: the head of `--help`. */
  description: string;
  /** Flags, environment variables, help and tables all come from this one schema. */
  options: z.ZodObject<Options>;
  /**
   * Looks, before anything is served, at what the options point to, and may only look: clients start a
   * server twice to probe it. Throw `OptionError` to stop the start with exit code 2.
   */
  prepare(options: z.output<z.ZodObject<Options>>, start: StartContext): Settings;
  /**
   * Whether clients are told what happens while they wait, by `tell`. For clients of 2025: from 2026-07-28 on this part
   * of the protocol is deprecated, and only who asks for it with a call is told.
   */
  tells?: true;
  /** Whether this configuration asks for reading only: then the server offers what it does with `--read-only`. */
  readOnly?(settings: Settings): boolean;
  /** Told to the model once, in place of a tool that lists what is allowed. */
  instructions(settings: Settings): string;
  /** Builds the domain, once per process, at the first request that needs it. */
  open(settings: Settings, start: StartContext): Domain | Promise<Domain>;
  // `open` alone says what the domain is: a tool may ask for less of it.
  tools: readonly Tool<NoInfer<Domain>>[];
  resources?: readonly ResourceDefinition<NoInfer<Domain>, NoInfer<Settings>>[];
  prompts?: readonly Prompt<NoInfer<Domain>>[];
  /** What this configuration takes of what others send by themselves. */
  deliveries?(settings: Settings): DeliveryDefinition | undefined;
  /** What this configuration has of all that, and what it adds to it. Default: all. */
  offers?(settings: Settings): Partial<Offer<NoInfer<Domain>, NoInfer<Settings>>>;
  /**
   * Only for a server whose `offers` answers otherwise while it runs: calls `changed` when it does, until the returned
   * function is called. Clients are told which lists are others now, and may then show their users tools that nobody has
   * looked at: leave it out where a restart does.
   */
  changes?(changed: () => void, domain: NoInfer<Domain>): () => void;
}

/** What clients see of a server. */
export interface Offer<Domain, Settings = unknown> {
  /** Without the parameters that the configuration leaves no choice in. */
  tools: readonly Tool<Domain>[];
  resources: readonly ResourceDefinition<Domain, Settings>[];
  prompts: readonly Prompt<Domain>[];
}

export interface StartContext {
  /** Whether `--read-only` was given. */
  readOnly: boolean;
  /** Says something to the operator, on stderr. */
  warn(message: string): void;
}

export interface Closable {
  close(): void | Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the kit serves servers of every domain
export type AnyServer = ServerDefinition<any, any, any>;

/** Identity: gives a tool its types. */
export function defineTool<Input extends Shape, Output extends Shape, Domain>(
  tool: ToolDefinition<Input, Output, Domain>,
): ToolDefinition<Input, Output, Domain> {
  return tool;
}

/** Identity: gives a resource its types. */
export function defineResource<Domain, Settings = unknown>(
  resource: ResourceDefinition<Domain, Settings>,
): ResourceDefinition<Domain, Settings> {
  return resource;
}

/** Identity: gives a prompt its types. */
export function definePrompt<Input extends Shape, Domain>(
  prompt: PromptDefinition<Input, Domain>,
): PromptDefinition<Input, Domain> {
  return prompt;
}

/** Identity: gives a server its types. */
export function defineServer<Options extends Shape, Settings, Domain extends Closable>(
  server: ServerDefinition<Options, Settings, Domain>,
): ServerDefinition<Options, Settings, Domain> {
  return server;
}
