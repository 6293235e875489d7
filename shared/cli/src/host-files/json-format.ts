import { getNodeValue, type Node } from 'jsonc-parser';
import { type Format, indentAt, type Json, lineEndOf, type Made, nested, spliced } from './format.ts';
import { type Container, containersOf, endOf, gapOf, memberOf, rootOf } from './json-tree.ts';

/** JSON, with comments and trailing commas where somebody has written them. */
export const json: Format = {
  data(text) {
    const root = rootOf(text);
    return root === undefined ? {} : JSON.parse(JSON.stringify(getNodeValue(root)));
  },

  add(text, at, name, value) {
    const root = rootOf(text);
    if (root === undefined) {
      const whole = JSON.stringify(nested(at.path, at, name, value), null, 2);
      return { text: `${whole}\n`.replaceAll('\n', lineEndOf(text)), made: { whole: text, depth: 0 } };
    }
    const containers = containersOf(root, at);
    const depth = containers.length - 1;
    const container = containers[depth] as Container;
    const [key, ...missing] = at.path.slice(depth);
    const member: Member =
      key === undefined
        ? { ...(at.listKey === undefined && { key: name }), value }
        : { key, value: nested(missing, at, name, value) };
    const made: Made = {
      ...(key !== undefined && { depth }),
      ...(container.children.length === 0 && { inner: innerOf(text, container) }),
    };
    return { text: put(text, container, member, unitOf(text, root)), made };
  },

  remove(text, at, name, made) {
    const root = rootOf(text) as Container;
    const containers = containersOf(root, at);
    let depth = at.path.length;
    let child = memberOf(containers[depth] as Container, name, at.listKey) as Node;
    const isAlone = () => isOnly(text, containers[depth] as Container, child);
    // What was made around the entry goes with it, unless something else has come to be there.
    while (depth > (made.depth ?? at.path.length) && isAlone()) {
      depth -= 1;
      child = memberOf(containers[depth] as Container, at.path[depth] as string) as Node;
    }
    const outside = text.slice(0, root.offset) + text.slice(endOf(root));
    if (made.whole !== undefined && depth === 0 && isAlone() && outside.trim() === '') return made.whole;
    const container = containers[depth] as Container;
    const inner = depth === (made.depth ?? at.path.length) ? (made.inner ?? '') : '';
    if (!isOnly(text, container, child, inner)) return cut(text, container, child);
    return spliced(text, container.offset + 1, endOf(container) - 1, inner);
  },
};

interface Member {
  key?: string;
  value: Json;
}

/** Behind the last member, its comma and its comments; in one line where the container is. */
function put(text: string, container: Container, { key, value }: Member, unit: string): string {
  const end = lineEndOf(text);
  const label = (gap: string) => (key === undefined ? '' : `${JSON.stringify(key)}:${gap}`);
  const indented = (indent: string) =>
    `${end}${indent}${label(' ')}${JSON.stringify(value, null, unit).replaceAll('\n', `${end}${indent}`)}`;
  const close = endOf(container) - 1;
  const [first] = container.children;
  const last = container.children.at(-1);
  if (first === undefined || last === undefined) {
    const outer = indentAt(text, container.offset);
    return spliced(
      text,
      container.offset + 1 + innerOf(text, container).trimEnd().length,
      close,
      `${indented(outer + unit)}${end}${outer}`,
    );
  }
  const { stop, comma } = gapOf(text, endOf(last), close);
  // In one line nothing could follow a comment that ends with the line.
  const isTall = /\n/.test(text.slice(container.offset, first.offset) + text.slice(endOf(last), close));
  const added = isTall ? indented(indentAt(text, first.offset)) : ` ${label(' ')}${JSON.stringify(value)}`;
  if (comma !== undefined) return spliced(text, stop, stop, `${added},`);
  return `${text.slice(0, endOf(last))},${text.slice(endOf(last), stop)}${added}${text.slice(stop)}`;
}

/** Takes a member out with the blanks before it and one comma; comments stay. */
function cut(text: string, { children, offset, length }: Container, child: Node): string {
  const at = children.indexOf(child);
  const previous = children[at - 1];
  const next = children[at + 1];
  const before = gapOf(text, previous === undefined ? offset + 1 : endOf(previous), child.offset);
  const after = gapOf(text, endOf(child), next?.offset ?? offset + length - 1);
  const comma = after.comma ?? before.comma;
  const without = spliced(text, before.stop, endOf(child));
  if (comma === undefined) return without;
  const moved = comma < before.stop ? comma : comma - (endOf(child) - before.stop);
  return spliced(without, moved, moved + 1);
}

function innerOf(text: string, container: Container): string {
  return text.slice(container.offset + 1, endOf(container) - 1);
}

/** Whether a container holds nothing but one member, and the comments that were in it before. */
function isOnly(text: string, container: Container, child: Node, inner = ''): boolean {
  const before = text.slice(container.offset + 1, child.offset);
  const after = text.slice(endOf(child), endOf(container) - 1);
  return container.children.length === 1 && before.trimEnd() === inner.trimEnd() && /^\s*,?\s*$/.test(after);
}

/** What one level is indented by. */
function unitOf(text: string, root: Container): string {
  const [first] = root.children;
  const unit =
    first !== undefined && text.slice(root.offset, first.offset).includes('\n')
      ? indentAt(text, first.offset)
      : '';
  return unit === '' ? '  ' : unit;
}
