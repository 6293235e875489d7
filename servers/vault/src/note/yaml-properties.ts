import { isMap, isScalar, isSeq, type Node, parseDocument, Scalar as YamlScalar } from 'yaml';
import type { Frontmatter } from './frontmatter.ts';
import { Properties } from './properties.ts';

/** UTF-16 units; more is data and no properties, and would hold up everybody. */
const MAX_LENGTH = 65_536;

/** Reads frontmatter as YAML 1.2; undefined where it is none. Anchors are not followed: they could multiply. */
export function readYaml(text: string, { start, end }: Frontmatter): Properties | undefined {
  if (end - start > MAX_LENGTH) return undefined;
  const properties = new Properties(text);
  const root = parse(text.slice(start, end));
  if (root === undefined) return undefined;
  if (!isMap(root)) return root === null || (isScalar(root) && root.value === null) ? properties : undefined;
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) continue;
    properties.say(name, elements(value as Node | null));
    addNode(properties, name, name, value as Node | null, start);
  }
  return properties;
}

function parse(source: string): unknown {
  try {
    const document = parseDocument(source, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
    const root = document.contents;
    return document.errors.length > 0 || saysTwice(root) ? undefined : root;
  } catch {
    // Nested deeper than the stack.
    return undefined;
  }
}

/** Whether a map says a key twice. The parser would compare each key with all before it: seconds for ten thousand. */
function saysTwice(node: unknown): boolean {
  if (isSeq(node)) return node.items.some(saysTwice);
  if (!isMap(node)) return false;
  const names = node.items.flatMap(({ key }) => (isScalar(key) ? [key.value] : []));
  return (
    new Set(names).size < names.length ||
    node.items.some(({ key, value }) => saysTwice(key) || saysTwice(value))
  );
}

function addNode(properties: Properties, key: string, path: string, node: Node | null, offset: number): void {
  if (isSeq(node)) {
    for (const [at, item] of node.items.entries())
      addNode(properties, key, `${path}.${at}`, item as Node, offset);
  } else if (isMap(node)) {
    for (const { key: name, value } of node.items) {
      if (isScalar(name)) addNode(properties, key, `${path}.${name.value}`, value as Node | null, offset);
    }
  } else if (isScalar(node) && node.value !== null && node.range && isInline(node)) {
    const [from, to] = node.range;
    const quote =
      node.type === YamlScalar.QUOTE_DOUBLE ? '"' : node.type === YamlScalar.QUOTE_SINGLE ? "'" : '';
    properties.add(key, path, { value: String(node.value), start: offset + from, end: offset + to, quote });
  }
}

/** The texts of a value, of whatever style, or of the elements of a list. */
function elements(node: Node | null): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => elements(item as Node));
  return isScalar(node) && node.value !== null ? [node.source ?? String(node.value)] : [];
}

function isInline({ type }: YamlScalar): boolean {
  return type !== YamlScalar.BLOCK_FOLDED && type !== YamlScalar.BLOCK_LITERAL;
}
