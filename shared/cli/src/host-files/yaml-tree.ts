import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Collection, Unreadable } from './format.ts';

type Member = Pair<Node, Node | null>;
export type Container = YAMLMap<Node, Node | null> | YAMLSeq<Node>;
export type Item = Member | Node;

export function parse(text: string): Document.Parsed {
  const documents = parseAllDocuments(text, { keepSourceTokens: true });
  if (documents.length > 1) throw new Unreadable('holds several YAML documents');
  const document = (documents[0] ?? parseDocument(text)) as Document.Parsed;
  const [error] = document.errors;
  if (error === undefined) return document;
  throw new Unreadable(`is no YAML (${error.message.split('\n')[0]?.replace(/:$/, '')})`);
}

export interface Path {
  /** From the outermost map on; none where the file holds nothing. */
  containers: Container[];
  /** The last key that is there, where it has no value yet, or an empty one. */
  empty?: Member;
}

export function pathOf(text: string, { path, listKey }: Collection): Path {
  const { contents } = parse(text);
  if (contents === null || isNothing(contents)) return { containers: [] };
  if (!isMap(contents) || contents.items.length === 0)
    throw new Unreadable('does not hold a YAML map with keys');
  const containers = [contents as Container];
  for (const [at, key] of path.entries()) {
    const pair = itemOf(containers[at] as Container, key) as Member | undefined;
    if (pair === undefined) break;
    if (pair.value === null || isNothing(pair.value)) return { containers, empty: pair };
    const isWanted = at === path.length - 1 && listKey !== undefined ? isSeq(pair.value) : isMap(pair.value);
    if (!isWanted)
      throw new Unreadable(`has something else than servers in ${path.slice(0, at + 1).join('.')}`);
    const inside = pair.value as Container;
    if (inside.items.length === 0) return { containers, empty: pair };
    containers.push(inside);
  }
  return { containers };
}

function isNothing(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === undefined) && !node.anchor;
}

/** The member of a map, or the item of a list. */
export function itemOf(container: Container, name: string, listKey?: string): Item | undefined {
  if (listKey === undefined)
    return (container.items as Member[]).find(({ key }) => isScalar(key) && key.value === name);
  return (container.items as Node[]).find((item) => isMap(item) && item.get(listKey) === name);
}

/** Where an item begins: its key, or the dash before it. */
export function startOf(text: string, item: Item): number {
  if (isPair(item)) return (item.key as Node).range?.[0] ?? 0;
  return text.lastIndexOf('-', (item.range?.[0] ?? 0) - 1);
}

/** Where the last of what belongs to an item ends; behind its line where it is text of several lines. */
export function endOf(item: Item): number {
  if (isPair(item)) {
    const value = item.value as Node | null;
    // A value that is not there stands behind the comments.
    const isThere = value !== null && value.range?.[0] !== value.range?.[1];
    return Math.max(colonOf(item as Member), isThere ? endOf(value) : 0);
  }
  const last = (isMap(item) || isSeq(item)) && item.flow !== true ? item.items.at(-1) : undefined;
  return last === undefined ? (item.range?.[1] ?? 0) : endOf(last as Item);
}

/** Behind the colon of a member. */
export function colonOf(member: Member): number {
  const colon = member.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? 0 : colon.offset + 1;
}
