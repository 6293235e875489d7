import { faultOf, readConfigured } from '@ashlar/kit/configured';
import { ToolError } from '@ashlar/kit/errors';
import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Question } from './question.ts';
import { questionFile } from './question-file.ts';

type Path = readonly PropertyKey[];
type Names = readonly { name: string }[];

/**
 * The questions of a YAML (or JSON) file, none of which is called as a tool that there is. Throws `ToolError` (`invalid_input`) with one sentence that names the line
 * and the field at fault; never with the path of the file.
 */
export function loadQuestions(
  path: string,
  { sources, tools }: { sources: Names; tools: Names },
): Question[] {
  const lines = new LineCounter();
  const document = parseDocument(readConfigured('--queries', path), {
    lineCounter: lines,
    maxAliasCount: 0,
  } as never);
  const [error] = document.errors;
  if (error !== undefined) throw fault(lines.linePos(error.pos[0]).line, 'is no YAML here');
  const at = (path: Path, what: string) => fault(lineOf(document, lines, path), what, path);
  const parsed = questionFile.safeParse(plain(document));
  if (!parsed.success) throw at(...faultOf(parsed.error.issues[0]));
  return Object.entries(parsed.data).map(([name, question]) => {
    if (tools.some((tool) => tool.name === name)) throw at([name], 'is a tool of this server already');
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
