import { ToolError } from '@ashlar/kit/errors';
import { badValue } from '../tracker/refusals.ts';
import type { Workflow } from '../tracker/workflow.ts';

/** Throws `ToolError` (`invalid_input`) for a value that the workflow has not. */
export function checkValues(
  { priorities, types, resolutions }: Workflow,
  given: { priority?: string | undefined; type?: string | undefined; resolution?: string | undefined },
): void {
  const check = (field: string, value: string | undefined, valid: readonly string[]) => {
    if (value !== undefined && !valid.includes(value)) throw badValue(field, value, valid);
  };
  check('priority', given.priority, priorities);
  check('type', given.type, types);
  check('resolution', given.resolution, resolutions);
}

/** A parent that is the ticket itself, or stands below it. */
export function belowItself(parent: string): ToolError {
  return new ToolError('invalid_input', `parent: ${parent} is the ticket itself, or below it.`);
}

const ID = /^([A-Z][A-Z0-9]{0,15})-([1-9][0-9]{0,8})$/i;

/** What an id says: undefined for what is none. */
export function partsOf(id: string): { project: string; number: number } | undefined {
  const [, project, number] = ID.exec(id.trim()) ?? [];
  return project === undefined ? undefined : { project: project.toUpperCase(), number: Number(number) };
}
