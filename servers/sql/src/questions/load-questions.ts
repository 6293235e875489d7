import { readFileSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import type { Question } from './question.ts';
import { questionFile } from './question-file.ts';

type Path = readonly PropertyKey[];
/** Names that are taken. */
const OWN = new Set(['query', 'explain', 'search_catalog', 'profile_table']);
/** Bytes of a file at most. */
const LARGEST = 1_000_000;

/**
 * The questions of a YAML (or JSON) file. Throws `ToolError` (`invalid_input`) with one sentence that names the line
 * and the field at fault; never with the path of the file.
 */
export function loadQuestions(path: string, sources: readonly { name: string }[]): Question[] {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, maxAliasCount: 0 } as never);
  const [error] = document.errors;
  if (error !== undefined) throw fault(lines.linePos(error.pos[0]).line, 'is no YAML here');
  const at = (path: Path, what: string) => fault(lineOf(document, lines, path), what, path);
  const parsed = questionFile.safeParse(plain(document));
  if (!parsed.success) throw at(...faultOf(parsed.error.issues[0]));
  return Object.entries(parsed.data).map(([name, question]) => {
    if (OWN.has(name)) throw at([name], 'is a tool of this server already');
    if (question.source !== undefined && !sources.some((source) => source.name === question.source)) {
      throw at([name, 'source'], `is none of ${sources.map((source) => source.name).join(', ')}`);
    }
    return { name, ...question };
  });
}

function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw fault(1, 'has aliases, which are not taken');
  }
}

function readText(path: string): string {
  let text: Buffer;
  try {
    text = readFileSync(path);
  } catch {
    throw new ToolError('invalid_input', '--queries: the file cannot be read.');
  }
  if (text.length > LARGEST) throw new ToolError('invalid_input', '--queries: the file is larger than 1 MB.');
  return text.toString('utf8');
}

function faultOf(issue: z.core.$ZodIssue | undefined): [Path, string] {
  if (issue === undefined) return [[], 'is not what is expected'];
  if (issue.code === 'unrecognized_keys') return [[...issue.path, issue.keys[0] ?? ''], 'is no field'];
  if (issue.code === 'invalid_key') return [issue.path, issue.issues[0]?.message ?? 'is no name'];
  if (issue.code === 'invalid_value') return [issue.path, `must be one of ${issue.values.join(', ')}`];
  if (issue.code === 'invalid_type' && issue.input === undefined) return [issue.path, 'is missing'];
  return [issue.path, issue.message];
}

/** The line of the value at a path, or of the nearest that there is around it. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1];
    const around = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const { items = [] } = (around ?? {}) as {
      items?: { key?: unknown; range?: [number, number, number] }[];
    };
    const item = items.find((pair) => isScalar(pair.key) && pair.key.value === key);
    const range = isScalar(item?.key) ? item.key.range : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}

function fault(line: number, what: string, path: Path = []): ToolError {
  const field = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  return new ToolError('invalid_input', `--queries: line ${line}: ${field}${what}.`);
}
