import * as z from 'zod';
import { PATH } from './json-path.ts';
import { type Json, namesIn } from './template.ts';

/** Values that requests may name, beside those of a search. */
const NAMES = [
  ...['project', 'projectId', 'number', 'account', 'login', 'me', 'entry', 'body', 'token'],
  ...['limit', 'page', 'offset', 'words', 'value', 'values', 'since', 'until', 'sinceAgo', 'untilAgo'],
];

const known = (text: string) => namesIn(text).every((name) => NAMES.includes(name));
const unknownName = `may name ${NAMES.map((name) => `{${name}}`).join(', ')}`;

export const path = z.string().regex(PATH, 'must be names between points, such as status.name');

/** A regular expression. */
export const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}, 'must be a regular expression');

/** A text with values in it. */
export const template = z.string().refine(known, unknownName);

/** A text with exactly this value in it. */
export function templateOf(name: string) {
  return z
    .string()
    .refine((text) => namesIn(text).join() === name && !/[\r\n]/.test(text), `must hold {${name}}, once`);
}

const jsonTemplate: z.ZodType<Json> = z.lazy(() =>
  z.union([
    template,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonTemplate),
    z.record(z.string(), jsonTemplate),
  ]),
);

/** Below the address of the tracker: it cannot lead elsewhere. */
const address = template.refine(
  (text) => /^\/(?!\/)[\w./{}-]*$/.test(text) && !text.split('/').some((one) => /^\.{1,2}$/.test(one)),
  'must be a path below the address of the tracker, such as /issues/{number}.json',
);

export const query = z.record(z.string(), z.union([template, z.array(template)]));

/** One request. */
export const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH']).default('GET'),
  path: address,
  query: query.default({}),
  /** JSON; what fields are sent is put into it. */
  body: jsonTemplate.optional(),
});

/** A request on the way to a value: what it gives is the `{entry}` of the next, or the value itself. */
export const step = z.strictObject({ request, take: path });

export type Query = z.output<typeof query>;
export type Request = z.output<typeof request>;
export type Step = z.output<typeof step>;
