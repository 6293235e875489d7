import { join } from 'node:path';
import { readSource } from './source.ts';
import { sourcesBelow, workspacePackages } from './workspace.ts';

/** What a reader can hold: see docs/decisions. */
const FILE = { p50: 70, p90: 150, max: 250 };
const FUNCTION = { p90: 30, max: 60 };
/** Functions of one line are expressions: counted, they would hide the long ones. */
const SHORTEST_COUNTED = 2;

/** Files and functions stay small. */
export async function sizes(root: string): Promise<string[]> {
  const rooms = workspacePackages(root).flatMap(({ folder }) =>
    ['src', 'bin', 'bench'].map((room) => join(folder, room)),
  );
  const sources = [...rooms, 'scripts']
    .flatMap((folder) => sourcesBelow(root, folder))
    .map((file) => readSource(root, file));
  const lines = sources.map(({ file, lines }) => ({ name: file, lines }));
  const functions = sources.flatMap(({ file, functions }) =>
    functions
      .filter(({ lines }) => lines >= SHORTEST_COUNTED)
      .map(({ line, lines }) => ({ name: `${file}:${line}`, lines })),
  );
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
