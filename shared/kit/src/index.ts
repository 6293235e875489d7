export { coalesced } from './coalesced.ts';
export type {
  Ability,
  AnswerTo,
  CallContext,
  Caller,
  Handles,
  Marks,
  Question,
  TellLevel,
} from './context.ts';
export type {
  Access,
  AnyServer,
  Asking,
  Delivery,
  DeliveryDefinition,
  Hints,
  Preview,
  PromptDefinition,
  Reply,
  ResourceDefinition,
  ServerDefinition,
  StartContext,
  ToolDefinition,
} from './define.ts';
export { definePrompt, defineResource, defineServer, defineTool } from './define.ts';
export type { ErrorCode, ErrorDetails } from './errors.ts';
export { ToolError } from './errors.ts';
export { JsonText } from './json-text.ts';
export type { Log } from './log/log.ts';
export { holdsSecret } from './log/secrets.ts';
export type { OptionMeta } from './options/option.ts';
export { flagOf, OptionError, optionMeta } from './options/option.ts';
export { ANSWER_BYTES, trailerOf, withTrailer } from './reply.ts';
export { run } from './run.ts';
