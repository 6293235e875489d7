import * as z from 'zod';
import { readJsonFile, wrongField } from '../configured/json-file.ts';
import type { Action } from './action.ts';
import { checkUrl } from './request-url.ts';

const OPTION = '--actions';
/** What every action takes, and what goes with every request. */
const TAKEN = ['id', 'rev', 'key', 'ticket', 'caller', 'tenant'];
/** A person is shown all of them. */
const MOST_PARAMETERS = 10;
/** Hundredths of it are still exact. */
const MOST_AMOUNT = 1_000_000_000;

const amount = z.number().positive().max(MOST_AMOUNT);
const parameter = z.strictObject({
  type: z.enum(['text', 'integer', 'number', 'boolean', 'date']),
  description: z.string().optional(),
  choices: z.array(z.string().min(1).max(100)).min(1).max(30).optional(),
  pattern: z.string().refine(isPattern, 'is no regular expression').optional(),
  optional: z.boolean().optional(),
});
const token = z.union([
  z.strictObject({ variable: z.string().regex(/^[A-Za-z_]\w*$/) }),
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
]);

const actionFile = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'a name is snake_case, at most 64 characters'),
  z.strictObject({
    description: z.string().min(1),
    params: z.record(z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'a name has letters, digits and _'), parameter),
    limits: z
      .strictObject({
        of: z.string().optional(),
        each: amount.optional(),
        callerDay: amount.optional(),
        tenantDay: amount.optional(),
      })
      .default({}),
    request: z.strictObject({
      method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
      url: z.string().min(1),
      token: token.optional(),
      reference: z.string().min(1).optional(),
    }),
  }),
);

/**
 * The actions of a JSON file, none of which is called as a tool that there is. Throws `ToolError` (`invalid_input`) that
 * names the field at fault and the fix.
 */
export function loadActions(path: string, tools: readonly { name: string }[]): Action[] {
  const taken = new Set(tools.map(({ name }) => name));
  return Object.entries(readJsonFile(OPTION, path, actionFile)).map(([name, about]) => {
    const action = { name, ...about };
    const at = (field: readonly string[], what: string) => wrongField(OPTION, [name, ...field], what);
    if (taken.has(name)) throw at([], 'is a tool of this server already: give it another name');
    checkParameters(action, at);
    checkLimits(action, at);
    const fault = checkUrl(action);
    if (fault !== undefined) throw at(['request', 'url'], fault);
    return action;
  });
}

type At = (field: readonly string[], what: string) => Error;

function checkParameters({ params }: Action, at: At): void {
  const names = Object.keys(params);
  const taken = names.find((name) => TAKEN.includes(name));
  if (taken !== undefined) throw at(['params', taken], `is taken, as ${TAKEN.join(', ')} are: rename it`);
  if (names.length > MOST_PARAMETERS) {
    throw at(['params'], `are more than the ${MOST_PARAMETERS} that a person can be shown: leave some out`);
  }
  for (const [name, { type, choices, pattern }] of Object.entries(params)) {
    if (type === 'text' || (choices === undefined && pattern === undefined)) continue;
    throw at(['params', name], `choices and pattern are for text, and this is ${type}: leave them out`);
  }
}

function checkLimits({ params, limits }: Action, at: At): void {
  const { of, ...rest } = limits;
  if (of === undefined) {
    if (limits.each !== undefined) throw at(['limits', 'each'], 'needs "of", the parameter that it limits');
    return;
  }
  const added = params[of];
  if (added === undefined || !['integer', 'number'].includes(added.type) || added.optional) {
    throw at(['limits', 'of'], 'must name a parameter that is integer or number and not optional');
  }
  if (Object.values(rest).every((limit) => limit === undefined)) {
    throw at(['limits'], 'limit nothing: give each, callerDay or tenantDay');
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}
