import type {
  CallToolResult,
  CompleteResult,
  GetPromptResult,
  InputRequiredResult,
  ReadResourceResult,
} from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { CallContext } from '../context.ts';
import type { Tool } from '../define.ts';
import { ToolError } from '../errors.ts';
import type { ReadyPrompt, ReadyResource } from '../surface/surface.ts';
import type { ReadyTool } from '../surface/tool-surface.ts';
import { visible } from '../visible.ts';
import { checkInput } from './invalid-input.ts';
import type { Approval, Operation } from './operation.ts';
import { failure, success } from './result.ts';

/** `tools/call`: a failure is a result the model can read. */
export function toolOperation(
  { definition, input, destructive }: ReadyTool,
  args: unknown,
): Operation<CallToolResult | InputRequiredResult> {
  return {
    kind: 'tool',
    name: definition.name,
    access: definition.access,
    arguments: args,
    validate: () => checkInput(input, args),
    approval: approvalOf(definition, destructive),
    run: (value, context) => definition.run(value as never, context as never),
    shape: (value) => success(definition, value),
    fail: failure,
    ask: (question) => question,
  };
}

function approvalOf(tool: Tool<unknown>, destructive: boolean): Approval {
  const { access, approval, preview } = tool;
  return {
    title: tool.title,
    guarded: async (input, context) => ({
      access,
      destructive,
      own: typeof approval === 'function' ? await approval(input as never, context as never) : approval,
    }),
    preview: preview && ((input, context) => preview(input as never, context as never)),
  };
}

/** `resources/read` */
export function resourceOperation(
  { definition }: ReadyResource,
  uri: string,
  variables: Readonly<Record<string, string>>,
): Operation<ReadResourceResult | InputRequiredResult> {
  return {
    kind: 'resource',
    name: definition.name,
    access: 'read',
    arguments: { uri },
    validate: () => variables,
    run: (value, context) => definition.read(uri, value as Record<string, string>, context),
    shape: (value) => value as ReadResourceResult,
    fail: failResource(uri),
    ask: (question) => question,
  };
}

/** `prompts/get` */
export function promptOperation(
  { definition, input }: ReadyPrompt,
  args: unknown,
): Operation<GetPromptResult | InputRequiredResult> {
  return {
    kind: 'prompt',
    name: definition.name,
    access: 'read',
    arguments: args,
    validate: () => checkInput(input, args),
    run: (value, context) => definition.render(value as never, context),
    shape: (value) => ({ messages: value as GetPromptResult['messages'] }),
    fail: failProtocol,
    ask: (question) => question,
  };
}

/** What a client names and this server has not: a protocol error, and recorded like any call. */
function unknown(
  kind: Operation<never>['kind'],
  named: unknown,
  error: ToolError,
  fail: Operation<never>['fail'] = failProtocol,
): Operation<never> {
  const refuse = () => {
    throw error;
  };
  return {
    kind,
    name: 'unknown',
    access: 'read',
    arguments: named,
    validate: refuse,
    run: async () => {},
    shape: refuse,
    fail,
  };
}

export function unknownTool(name: string, known: readonly string[]): Operation<never> {
  const shown = JSON.stringify(visible(name.slice(0, 64)));
  const hint = `There are: ${known.join(', ')}.`;
  return unknown('tool', { name }, new ToolError('not_found', `There is no tool ${shown}.`, { hint }));
}

export function unknownResource(uri: string): Operation<never> {
  const error = new ToolError('not_found', 'There is no such resource.');
  return unknown('resource', { uri }, error, failResource(uri));
}

export function unknownPrompt(): Operation<never> {
  return unknown('prompt', {}, new ToolError('not_found', 'There is no prompt of that name.'));
}

/** The most values a completion may carry (specification, server/utilities/completion). */
const MAX_COMPLETIONS = 100;

type Completer = (typed: string, context: CallContext<unknown>) => Promise<string[]>;

/** `completion/complete`: what cannot be completed has no values, and a failure tells nothing. */
export function completionOperation(
  name: string,
  complete: Completer | undefined,
  typed: string,
): Operation<CompleteResult> {
  return {
    kind: 'completion',
    name,
    access: 'read',
    arguments: { typed },
    validate: () => typed,
    run: async (value, context) => (await complete?.(value as string, context)) ?? [],
    shape(value) {
      const values = value as string[];
      return {
        completion: {
          values: values.slice(0, MAX_COMPLETIONS),
          total: values.length,
          hasMore: values.length > MAX_COMPLETIONS,
        },
      };
    },
    fail: () => ({ completion: { values: [] } }),
  };
}

function failResource(uri: string): (error: ToolError) => never {
  return (error) => {
    if (error.code === 'not_found') throw new ResourceNotFoundError(uri);
    return failProtocol(error);
  };
}

function failProtocol(error: ToolError): never {
  const code = error.code === 'internal' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams;
  throw new ProtocolError(code, error.hint === undefined ? error.message : `${error.message} ${error.hint}`, {
    code: error.code,
    retryable: error.retryable,
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
  });
}
