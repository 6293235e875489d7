import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPERATIONS } from './operations.ts';

/**
 * Makes `extract.json` of GitHub's own description: the operations that are used, and the schemas that they need. The
 * package is 385 MB unpacked, so it is no dependency; its archive is fetched here and one file of it read.
 * Run: `node test/github-openapi/extract.ts`.
 */
const SOURCE = '@octokit/openapi@23.0.2';
const DOCUMENT = 'package/generated/api.github.com.json';
const NAME = join(import.meta.dirname, 'extract.json');
/** Words of a schema that say nothing of what is valid. */
const PROSE = new Set([
  'description',
  'example',
  'examples',
  'title',
  'externalDocs',
  'deprecated',
  'default',
]);

type Json = Record<string, unknown>;
const run = promisify(execFile);

export async function extract(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-openapi-'));
  try {
    const { stdout } = await run('npm', ['pack', SOURCE, '--json', '--pack-destination', folder]);
    const [{ filename = '' } = {}] = JSON.parse(stdout) as { filename?: string }[];
    const archive = join(folder, filename);
    await run('tar', ['-xzf', archive, '-C', folder, DOCUMENT]);
    const document = JSON.parse(await readFile(join(folder, DOCUMENT), 'utf8')) as Json;
    const sha256 = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    return `${JSON.stringify({ source: SOURCE, sha256, ...pruned(document) })}\n`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pruned(document: Json): Json {
  const paths = document.paths as Record<string, Record<string, Json>>;
  const operations = Object.fromEntries(
    OPERATIONS.map((name) => {
      const [method = '', path = ''] = name.split(' ');
      const operation = paths[path]?.[method.toLowerCase()];
      if (operation === undefined) throw new Error(`${name} is not described`);
      return [name, schemasOf(document, operation)];
    }),
  );
  const schemas: Json = {};
  const queue: unknown[] = [operations];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"#\/schemas\/([\w-]+)"/g)) {
      if (name in schemas) continue;
      schemas[name] = plain(((document.components as Json).schemas as Json)[name]);
      queue.push(schemas[name]);
    }
  }
  return { operations, schemas: Object.fromEntries(Object.entries(schemas).sort()) };
}

/** The query, the body and the answers of an operation, each as a schema. */
function schemasOf(document: Json, { parameters = [], requestBody, responses }: Json): Json {
  const all = (parameters as Json[]).map((one) => deref(document, one));
  const query = all.filter((one) => one.in === 'query');
  return {
    query: Object.fromEntries(query.map((one) => [one.name, plain(one.schema)])),
    ...(requestBody === undefined ? {} : { body: contentOf(requestBody as Json) }),
    answers: Object.fromEntries(
      Object.entries(responses as Json).map(([status, answer]) => [
        status,
        contentOf(deref(document, answer as Json)) ?? null,
      ]),
    ),
  };
}

function contentOf({ content }: Json): unknown {
  const json = (content as Record<string, Json> | undefined)?.['application/json'];
  return json === undefined ? undefined : plain(json.schema);
}

function deref(document: Json, one: Json): Json {
  const ref = one.$ref;
  if (typeof ref !== 'string') return one;
  const parts = ref.slice(2).split('/');
  return parts.reduce<unknown>((at, part) => (at as Json)[part], document) as Json;
}

/** Without prose, and `nullable` as JSON Schema says it. */
function plain(schema: unknown, isNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => plain(one));
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema as Json)
    .filter(([key]) => isNames || (!PROSE.has(key) && key !== 'nullable' && !key.startsWith('x-')))
    .map(([key, value]) => {
      if (key === '$ref') return [key, String(value).replace('#/components/schemas/', '#/schemas/')];
      // What stands below is names of the schema's own, which may be called `description`.
      return [
        key,
        key === 'enum' || key === 'required' ? value : plain(value, key === 'properties' && !isNames),
      ];
    });
  const result = Object.fromEntries(kept);
  return !isNames && (schema as Json).nullable === true ? { anyOf: [{ type: 'null' }, result] } : result;
}

if (process.argv[1] === import.meta.filename) await writeFile(NAME, await extract());
