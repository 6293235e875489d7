import type {
  CallToolResult,
  CompleteResult,
  GetPromptResult,
  ReadResourceResult,
} from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { ToolError } from '../errors.ts';
import type { ReadyPrompt, ReadyResource } from '../surface/surface.ts';
import type { ReadyTool } from '../surface/tool-surface.ts';
import type { Operation } from './call.ts';
import type { CallContext } from './context.ts';
import { checkInput } from './invalid-input.ts';
import { failure, success } from './result.ts';

/** `tools/call`: a failure is a result the model can read. */
export function toolOperation({ definition, input }: ReadyTool, args: unknown): Operation<CallToolResult> {
  return {
    kind: 'tool',
    name: definition.name,
    access: definition.access,
    validate: () => checkInput(input, args),
    run: (value, context) => definition.run(value as never, context as never),
    shape: (value) => success(definition, value),
    fail: failure,
  };
}

/** A tool that does not exist. The specification makes this a protocol error, and it is recorded like any call. */
export function unknownTool(name: string, known: readonly string[]): Operation<CallToolResult> {
  const shown = JSON.stringify(name.slice(0, 64));
  return {
    kind: 'tool',
    name: 'unknown',
    access: 'read',
    validate() {
      throw new ToolError('not_found', `There is no tool ${shown}.`, {
        hint: `There are: ${known.join(', ')}.`,
      });
    },
    run: async () => undefined,
    shape: () => ({ content: [] }),
    fail: failProtocol,
  };
}

/** `resources/read` */
export function resourceOperation(
  { definition }: ReadyResource,
  uri: string,
  variables: Readonly<Record<string, string>>,
): Operation<ReadResourceResult> {
  return {
    kind: 'resource',
    name: definition.name,
    access: 'read',
    validate: () => variables,
    run: (value, context) => definition.read(uri, value as Record<string, string>, context),
    shape: (value) => value as ReadResourceResult,
    fail: (error) => {
      if (error.code === 'not_found') throw new ResourceNotFoundError(uri);
      return failProtocol(error);
    },
  };
}

/** `prompts/get` */
export function promptOperation({ definition }: ReadyPrompt, args: unknown): Operation<GetPromptResult> {
  return {
    kind: 'prompt',
    name: definition.name,
    access: 'read',
    validate: () => checkInput(definition.input, args),
    run: (value, context) => definition.render(value as never, context),
    shape: (value) => ({ messages: value as GetPromptResult['messages'] }),
    fail: failProtocol,
  };
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

function failProtocol(error: ToolError): never {
  const code = error.code === 'internal' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams;
  throw new ProtocolError(code, error.hint === undefined ? error.message : `${error.message} ${error.hint}`, {
    code: error.code,
    retryable: error.retryable,
  });
}
