interface PlanNode {
  name: string;
  children?: readonly PlanNode[];
  extra_info?: Readonly<Record<string, string | readonly string[]>>;
}

/** DuckDB's plan as JSON in one line a step, those of a part further in: its own drawing cuts names in two. */
export function planLines(json: string): string[] {
  return (JSON.parse(json) as PlanNode[]).flatMap((node) => linesOf(node, 0));
}

function linesOf({ name, children = [], extra_info: told = {} }: PlanNode, depth: number): string[] {
  const facts = Object.entries(told).map(([key, value]) => `${key}: ${[value].flat().join(', ')}`);
  const line = `${'  '.repeat(depth)}${[name, ...facts].join(' | ')}`;
  return [line, ...children.flatMap((child) => linesOf(child, depth + 1))];
}
