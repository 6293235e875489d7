import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Operation } from './operations.ts';

export interface Exchange {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  sent: unknown;
  status: number;
  answer: unknown;
}

interface Description {
  source: string;
  sha256: string;
  operations: Record<
    Operation,
    { query: Record<string, object>; body?: object; answers: Record<string, object | null> }
  >;
  schemas: Record<string, object>;
}

export const description: Description = JSON.parse(
  readFileSync(join(import.meta.dirname, 'extract.json'), 'utf8'),
);

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
(formats as unknown as (ajv: Ajv) => void)(ajv);
ajv.addSchema({ $id: 'github', ...description });
const compiled = new Map<string, ValidateFunction>();

const PATTERNS = (Object.keys(description.operations) as Operation[])
  .map((operation) => {
    const [method, path = ''] = operation.split(' ');
    return { operation, method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) };
  })
  // Of two that fit, the one that names more of the path.
  .sort((a, b) => b.pattern.source.length - a.pattern.source.length);

/** What of a request and its answer GitHub does not describe; nothing where all of it is as described. */
export function undescribed({ method, path, query, sent, status, answer }: Exchange): string[] {
  const operation = PATTERNS.find((one) => one.method === method && one.pattern.test(path))?.operation;
  if (operation === undefined) return [`${method} ${path} is not in the list of operations`];
  const { query: known, body, answers } = description.operations[operation];
  const name = pointer(operation);
  const unknown = [...query.keys()].filter((key) => !(key in known));
  return [
    ...unknown.map((key) => `query ${key} is unknown`),
    ...[...query].flatMap(([key, value]) =>
      key in known ? wrong(`query ${key}`, `${name}/query/${key}`, asType(known[key], value)) : [],
    ),
    ...(sent === undefined
      ? []
      : body === undefined
        ? ['a body is sent']
        : wrong('body', `${name}/body`, sent)),
    ...(sent === undefined ? [] : strangers(body, sent).map((key) => `body ${key} is unknown`)),
    ...answered(answers, `${name}/answers/${status}`, status, answer),
  ].map((one) => `${operation}: ${one}`);
}

function answered(
  answers: Record<string, object | null>,
  name: string,
  status: number,
  answer: unknown,
): string[] {
  if (status === 304 || status === 401 || status === 403 || status === 429 || status >= 500) return [];
  if (!(String(status) in answers)) return [`status ${status} is unknown`];
  if (answers[status] === null) return answer === undefined ? [] : ['an answer where none is described'];
  return wrong(`answer ${status}`, name, answer);
}

function wrong(what: string, name: string, value: unknown): string[] {
  const validate = compiled.get(name) ?? ajv.compile({ $ref: `github#${name}` });
  compiled.set(name, validate);
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map((error) => `${what} ${text(error)}`))];
}

function text({ instancePath, message }: ErrorObject): string {
  return `${instancePath.replaceAll(/\/\d+/g, '/*')} ${message}`;
}

/** Members that a description does not name, which GitHub would ignore: a misspelled one must not pass. */
function strangers(body: object | undefined, sent: unknown): string[] {
  const { properties, anyOf, oneOf } = (body ?? {}) as {
    properties?: object;
    anyOf?: object[];
    oneOf?: object[];
  };
  const shapes = [...(anyOf ?? []), ...(oneOf ?? [])] as { properties?: object }[];
  const known = new Set(
    [properties, ...shapes.map((one) => one.properties)].flatMap((one) => Object.keys(one ?? {})),
  );
  return Object.keys(sent as object).filter((key) => !known.has(key));
}

function asType(schema: object | undefined, value: string): unknown {
  return (schema as { type?: string }).type === 'integer' ? Number(value) : value;
}

function pointer(operation: string): string {
  return `/operations/${encodeURIComponent(operation.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
}
