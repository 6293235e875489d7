/** Who knows whom, by name. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The ways in a graph that lead back to where they began: `one → two → one`. */
export function circlesIn(graph: Graph): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) found.push([...path.slice(path.indexOf(name)), name].join(' → '));
    if (done.has(name) || path.includes(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return found;
}
