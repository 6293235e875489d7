import type { ProtocolError } from '@modelcontextprotocol/server';
import { type ErrorCode, type ErrorDetails, ToolError } from '../errors.ts';

/** What is wrong with a request rather than with what it asks for: tools, too, answer it with a protocol error. */
export class RequestError extends ToolError {
  readonly answer: ProtocolError;

  constructor(code: ErrorCode, answer: ProtocolError, details: ErrorDetails = {}) {
    super(code, answer.message, details);
    this.answer = answer;
  }
}
