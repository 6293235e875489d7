import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Collection, Unreadable } from './format.ts';

/** An object or an array of the text. */
export type Container = Node & { children: Node[] };

/** The outermost object; undefined where there is nothing but blanks. Comments and trailing commas are let be. */
export function rootOf(text: string): Container | undefined {
  if (/^\s*$/.test(text)) return undefined;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const line = text.slice(0, error?.offset ?? 0).split('\n').length;
    throw new Unreadable(`is no JSON (line ${line}: ${printParseErrorCode(error?.error ?? 4)})`);
  }
  if (root.type !== 'object') throw new Unreadable('does not hold a JSON object');
  return root as Container;
}

/** The containers along a path, from the outermost on, as far as there are. */
export function containersOf(root: Container, { path, listKey }: Collection): Container[] {
  const found = [root];
  for (const [at, key] of path.entries()) {
    const value = memberOf(found[at] as Container, key)?.children?.[1];
    if (value === undefined) break;
    const wanted = at === path.length - 1 && listKey !== undefined ? 'array' : 'object';
    if (value.type !== wanted)
      throw new Unreadable(`has something else than an ${wanted} in ${path.slice(0, at + 1).join('.')}`);
    found.push(value as Container);
  }
  return found;
}

/** The member of an object, the last of that name as parsers take it; or the item of a list. */
export function memberOf(container: Container, name: string, listKey?: string): Node | undefined {
  if (listKey === undefined) return container.children.findLast((each) => each.children?.[0]?.value === name);
  return container.children.find(
    (each) => each.type === 'object' && memberOf(each as Container, listKey)?.children?.[1]?.value === name,
  );
}

export interface Gap {
  /** Behind the last comment or comma; where there is none, the beginning. */
  stop: number;
  comma: number | undefined;
}

/** What stands between two places where no value is: blanks, comments and at most one comma. */
export function gapOf(text: string, from: number, to: number): Gap {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  let stop = from;
  let comma: number | undefined;
  for (scanner.scan(); scanner.getTokenOffset() < to && scanner.getTokenLength() > 0; scanner.scan()) {
    const begin = scanner.getTokenOffset();
    const token = text.slice(begin, begin + scanner.getTokenLength());
    if (/^\s*$/.test(token)) continue;
    stop = begin + token.length;
    if (token === ',') comma = begin;
  }
  return { stop, comma };
}

export function endOf({ offset, length }: Node): number {
  return offset + length;
}
