import { type AST, getStaticTOMLValue, parseTOML, traverseNodes } from 'toml-eslint-parser';
import { type Collection, type Format, type Json, lineEndOf, spliced, Unreadable } from './format.ts';

/** TOML: an entry is a table at the end of the file, with tables for what it holds by names. */
export const toml: Format = {
  data(text) {
    const program = parse(text);
    refusePrototype(program);
    return getStaticTOMLValue(program);
  },

  add(text, at, name, value) {
    const end = lineEndOf(text);
    const table = tableText([...at.path, name], value as Readonly<Record<string, Json>>).join(end);
    const isEnded = text === '' || text.endsWith('\n');
    const before = text === '' ? '' : `${isEnded ? '' : end}${end}`;
    return { text: `${text}${before}${table}${isEnded ? end : ''}`, made: {} };
  },

  remove(text, at, name) {
    const [first, ...more] = spansOf(text, [...at.path, name]);
    if (first === undefined) throw new Unreadable(`has ${name} in a form that cannot be edited safely`);
    // From the end on, so that the places before stay what they are.
    const rest = more.reverse().reduce((left, [from, to]) => spliced(left, from, to), text);
    return withoutTable(rest, ...first);
  },
};

/** With the blank line before it; and where it was the last, with the line end that came with it. */
function withoutTable(text: string, from: number, to: number): string {
  const blank = /(^|\n)(\r?\n)$/.exec(text.slice(0, from))?.[2]?.length ?? 0;
  const start = from - blank;
  if (to < text.length || text.endsWith('\n')) return spliced(text, start, to);
  return text.slice(0, start).replace(/\r?\n$/, '');
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text);
  } catch (error) {
    const { lineNumber = 0, message } = error as { lineNumber?: number; message: string };
    throw new Unreadable(`is no TOML (line ${lineNumber}: ${message.replace(/\.$/, '')})`);
  }
}

/** What the parser would put below such a key, it puts into every object of this program, the variables of npm and of servers among them. */
function refusePrototype(program: AST.TOMLProgram): void {
  traverseNodes(program, {
    enterNode(node) {
      if (node.type === 'TOMLKey' && keysOf(node).includes('__proto__'))
        throw new Unreadable('has a key __proto__, which is nobody’s setting');
    },
    leaveNode() {},
  });
}

/** Whole lines of all that belongs to a table, in order; what nothing but blank lines part is one. An inline table around it is no line, and none is found. */
function spansOf(text: string, path: readonly string[]): [number, number][] {
  const [top] = parse(text).body;
  const spans = top.body.flatMap((node): [number, number][] => {
    if (node.type === 'TOMLKeyValue') return isBelow(keysOf(node.key), path) ? [linesOf(text, node)] : [];
    if (isBelow(node.resolvedKey, path)) return [linesOf(text, node)];
    return node.body
      .filter(({ key }) => isBelow([...node.resolvedKey, ...keysOf(key)], path))
      .map((pair) => linesOf(text, pair));
  });
  const joined: [number, number][] = [];
  for (const [from, to] of spans) {
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last[1], from).trim() === '') last[1] = to;
    else joined.push([from, to]);
  }
  return joined;
}

function keysOf({ keys }: AST.TOMLKey): string[] {
  return keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
}

function isBelow(keys: readonly (string | number)[], path: Collection['path']): boolean {
  return path.every((key, at) => keys[at] === key);
}

function linesOf(text: string, node: AST.TOMLTable | AST.TOMLKeyValue): [number, number] {
  const from = text.lastIndexOf('\n', node.range[0] - 1) + 1;
  const last = node.type === 'TOMLTable' ? (node.body.at(-1) ?? node) : node;
  const end = text.indexOf('\n', last.range[1]);
  return [from, end < 0 ? text.length : end + 1];
}

/** A table, and one for each map in it. */
function tableText(path: readonly string[], value: Readonly<Record<string, Json>>): string[] {
  const own = Object.entries(value).filter(([, each]) => !isMap(each));
  const maps = Object.entries(value).filter(([, each]) => isMap(each));
  return [
    `[${path.map(keyText).join('.')}]`,
    ...own.map(([key, each]) => `${keyText(key)} = ${valueText(each)}`),
    ...maps.flatMap(([key, each]) => [
      '',
      ...tableText([...path, key], each as Readonly<Record<string, Json>>),
    ]),
  ];
}

function isMap(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

/** Strings of JSON are basic strings of TOML, but for U+007F. */
function valueText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}
