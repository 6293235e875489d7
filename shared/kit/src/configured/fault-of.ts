import type * as z from 'zod';

/** Where something is wrong, and what, in words that go behind the name of the field. */
export type FieldFault = [path: readonly PropertyKey[], what: string];

/** The first thing that a schema found wrong with what an operator wrote. */
export function faultOf(issue: z.core.$ZodIssue | undefined): FieldFault {
  if (issue === undefined) return [[], 'is not what is expected'];
  if (issue.code === 'unrecognized_keys') return [[...issue.path, issue.keys[0] ?? ''], 'is no field'];
  if (issue.code === 'invalid_key') return [issue.path, issue.issues[0]?.message ?? 'is no name'];
  if (issue.code === 'invalid_value') return [issue.path, `must be one of ${issue.values.join(', ')}`];
  if (issue.code === 'invalid_type' && issue.input === undefined) return [issue.path, 'is missing'];
  return [issue.path, issue.message];
}
