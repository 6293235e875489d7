import { stringify } from 'yaml';
import {
  type Collection,
  type Format,
  type Json,
  lineEndOf,
  type Made,
  nested,
  spliced,
  Unreadable,
} from './format.ts';
import { type Container, colonOf, endOf, type Item, itemOf, parse, pathOf, startOf } from './yaml-tree.ts';

/** YAML: an entry goes behind the last one of its map or list, in lines of its own, or in one where they are. */
export const yaml: Format = {
  data: dataOf,

  add(text, at, name, value) {
    const { containers, empty } = pathOf(text, at);
    const container = containers.at(-1);
    if (empty !== undefined) return fill(text, containers, empty as Member, { at, name, value });
    const depth = Math.max(containers.length - 1, 0);
    const [key, ...missing] = at.path.slice(depth);
    const made: Made = key === undefined ? {} : { depth };
    const item =
      key === undefined ? nested([], at, name, value) : { [key]: nested(missing, at, name, value) };
    if (container === undefined) return { text: withLines(text, text.length, item, ''), made };
    if (container.flow === true) return { text: putInline(text, container, item), made };
    const indent = ' '.repeat(columnOf(text, startOf(text, container.items[0] as Item)));
    return {
      text: withLines(text, behindComments(text, lineEnd(text, endOf(container)), indent), item, indent),
      made,
    };
  },

  remove(text, at, name, made) {
    const { containers } = pathOf(text, at);
    let depth = at.path.length;
    let container = containers[depth] as Container;
    const found = itemOf(container, name, at.listKey);
    if (found === undefined) throw new Unreadable(`has ${name} in a form that cannot be edited safely`);
    let item = found;
    // Comments that somebody has written meanwhile are theirs, and so is what they stand in.
    const isAlone = () => {
      const around = itemOf(containers[depth - 1] as Container, at.path[depth - 1] as string) as Member;
      return container.items.length === 1 && !/^\s*#/m.test(text.slice(colonOf(around), endOf(item)));
    };
    while (depth > (made.depth ?? at.path.length) && isAlone()) {
      depth -= 1;
      container = containers[depth] as Container;
      item = itemOf(container, at.path[depth] as string) as Item;
    }
    if (depth === 0 || container.items.length > 1) {
      return container.flow === true ? cutInline(text, container, item) : cutLines(text, item);
    }
    const colon = colonOf(itemOf(containers[depth - 1] as Container, at.path[depth - 1] as string) as Member);
    const inner = made.inner ?? (at.listKey === undefined || depth < at.path.length ? ' {}' : ' []');
    if (container.flow === true) return spliced(text, colon, endOf(container), inner);
    return spliced(cutLines(text, item), colon, colon, inner);
  },
};

/** Throws `Unreadable` also for an alias of nothing, and for aliases that would become more than memory holds. */
function dataOf(text: string): unknown {
  const document = parse(text);
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw new Unreadable(`is no YAML (${(error as Error).message})`);
  }
}

type Member = Extract<Item, { key: unknown }>;

interface Entry {
  at: Collection;
  name: string;
  value: Json;
}

/** Gives a key its first value, where it has none: what stands behind the key in its line stays there. */
function fill(text: string, containers: readonly Container[], member: Member, { at, name, value }: Entry) {
  const colon = colonOf(member);
  const end = endOf(member);
  const inner = text.slice(colon, end);
  if (inner.includes('\n')) throw new Unreadable('has an empty value in a form that cannot be edited safely');
  const inside = nested(at.path.slice(containers.length), at, name, value);
  const made: Made = { depth: containers.length, inner };
  if (containers.at(-1)?.flow === true)
    return { text: spliced(text, colon, end, ` ${JSON.stringify(inside)}`), made };
  const indent = ' '.repeat(columnOf(text, startOf(text, member)) + 2);
  const without = spliced(text, colon, end);
  return { text: withLines(without, lineEnd(without, colon), inside, indent), made };
}

/** As lines of their own; the file ends with a line end if it did before. */
function withLines(text: string, at: number, value: Json, indent: string): string {
  const end = lineEndOf(text);
  const lines = stringify(value, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join(end);
  const isOpen = at > 0 && text[at - 1] !== '\n';
  return spliced(text, at, at, isOpen ? `${end}${lines}` : `${lines}${end}`);
}

function cutLines(text: string, item: Item): string {
  const from = text.lastIndexOf('\n', startOf(text, item) - 1) + 1;
  const to = lineEnd(text, endOf(item));
  if (to < text.length || text.endsWith('\n')) return spliced(text, from, to);
  return text.slice(0, from).replace(/\r?\n$/, '');
}

function putInline(text: string, container: Container, item: Json): string {
  const end = endOf(container.items.at(-1) as Item);
  return spliced(text, end, end, `, ${JSON.stringify(item).slice(1, -1)}`);
}

function cutInline(text: string, { items }: Container, item: Item): string {
  const at = (items as Item[]).indexOf(item);
  const previous = items[at - 1];
  const next = items[at + 1];
  if (previous !== undefined) return spliced(text, endOf(previous as Item), endOf(item));
  return spliced(text, startOf(text, item), next === undefined ? endOf(item) : startOf(text, next as Item));
}

/** The beginning of the next line. */
function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Comments that are indented like the entries before them belong to these. */
function behindComments(text: string, at: number, indent: string): number {
  let behind = at;
  for (let line = at; line < text.length; line = lineEnd(text, line + 1)) {
    const content = text.slice(line, lineEnd(text, line + 1));
    if (/^\s*$/.test(content)) continue;
    if (!content.startsWith(indent) || !content.trimStart().startsWith('#')) break;
    behind = line + content.length;
  }
  return behind;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}
