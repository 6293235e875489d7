import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { Guarded } from '../approval/strength.ts';
import type { CallContext } from '../context.ts';
import type { Preview } from '../define.ts';
import type { ToolError } from '../errors.ts';
import type { Asked } from '../record/call-record.ts';

/** One thing that a client can ask for, whatever its kind: what differs between them, as data. */
export interface Operation<Result> extends Asked {
  /** Not counted against limits, as something else bounds it: one request that asks for many things. */
  uncounted?: true;
  /** Throws `ToolError` (`invalid_input`) naming the field. */
  validate(): unknown;
  /** How a person is asked before it runs; left out where nobody ever is. */
  approval?: Approval;
  run(input: unknown, context: CallContext<unknown>): Promise<unknown>;
  shape(value: unknown): Result;
  /** What the client gets for a failure: a result that says so, or a thrown protocol error. */
  fail(error: ToolError): Result;
  /** A question to the client as a result of this kind; left out where it can never be asked anything. */
  ask?(question: InputRequiredResult): Result;
}

/** What a question to a person takes. */
export interface Approval {
  /** What the person knows the operation by. */
  title: string;
  guarded(input: unknown, context: CallContext<unknown>): Promise<Guarded>;
  /** What will happen, where the arguments alone do not say it. */
  preview: ((input: unknown, context: CallContext<unknown>) => Promise<Preview>) | undefined;
}
