import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesBelow, workspacePackages } from './workspace.ts';

/** What a reader can hold: see docs/decisions. */
const FILE = { p50: 70, p90: 150, max: 250 };
const FUNCTION = { p90: 30, max: 60 };

/** Files and functions stay small. */
export async function sizes(root: string): Promise<string[]> {
  const files = workspacePackages(root).flatMap(({ folder }) => sourcesBelow(root, join(folder, 'src')));
  const lines = files.map((file) => ({
    name: file,
    lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1,
  }));
  const functions = files.flatMap((file) => functionsIn(root, file));
  return [
    ...lines
      .filter((file) => file.lines > FILE.max)
      .map((file) => `${file.name} has ${file.lines} lines, more than ${FILE.max}`),
    ...functions
      .filter((it) => it.lines > FUNCTION.max)
      .map((it) => `${it.name} has ${it.lines} lines, more than ${FUNCTION.max}`),
    ...share('files', lines, 0.5, FILE.p50),
    ...share('files', lines, 0.9, FILE.p90),
    ...share('functions', functions, 0.9, FUNCTION.p90),
  ];
}

function share(what: string, sized: readonly { lines: number }[], part: number, bound: number): string[] {
  const at = sized.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(sized.length * part)] ?? 0;
  return at <= bound ? [] : [`the ${part * 100} % point of ${what} is ${at} lines, more than ${bound}`];
}

const HEAD =
  /^(?<indent> *)(?:export |default |async |static |override |get |set )*(?:function\*? +[\w$]+|(?:const|let) [\w$]+ = (?:async )?(?:\(|[\w$]+ =>)|[#\w$]+\s*(?:<[^>]*>)?\()/;
const NOT_A_FUNCTION = /^ *(?:if|for|while|switch|return|await|throw|expect|it|describe|super|catch)\b/;

/** Functions by their first and last line; the formatter puts the closing brace below the first letter. */
function functionsIn(root: string, file: string): { name: string; lines: number }[] {
  const text = readFileSync(join(root, file), 'utf8').split('\n');
  const found: { name: string; lines: number }[] = [];
  for (const [start, line] of text.entries()) {
    const indent = HEAD.exec(line)?.groups?.indent;
    if (indent === undefined || NOT_A_FUNCTION.test(line)) continue;
    const open = text.findIndex((candidate, at) => at >= start && candidate.endsWith('{'));
    const end = text.findIndex((candidate, at) => at > start && new RegExp(`^${indent}}`).test(candidate));
    const isFunction = open !== -1 && open - start < 12 && /(?:\)(?:: .*)?|=>) \{$/.test(text[open] ?? '');
    if (isFunction && end > open) found.push({ name: `${file}:${start + 1}`, lines: end - start + 1 });
  }
  return found;
}
