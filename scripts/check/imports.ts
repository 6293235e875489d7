import { dirname, join, normalize } from 'node:path';
import { readSource } from './source.ts';
import { serverPackages, sourcesBelow } from './workspace.ts';

/** A room of a server and what it may import beside itself, as prefixes of paths below `src/`. */
const MAY: Readonly<Record<string, { own: RegExp; kit: RegExp }>> = {
  'main.ts': { own: /^server\.ts$/, kit: /^@ashlar\/kit$/ },
  'server.ts': { own: /./, kit: /^@ashlar\/kit$/ },
  tools: { own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/, kit: /^@ashlar\/kit(\/files)?$/ },
  resources: { own: /^(?!main\.ts|server\.ts|tools\/|prompts\/)/, kit: /^@ashlar\/kit(\/files)?$/ },
  prompts: { own: /^(?!main\.ts|server\.ts|tools\/|resources\/)/, kit: /^@ashlar\/kit(\/files)?$/ },
  'options.ts': {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/files)?$/,
  },
  'context.ts': {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/files)?$/,
  },
  // Tools, too, but made of what the operator wrote: none of them is known here.
  questions: {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/errors)?$/,
  },
  show: {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/errors|\/files)?$/,
  },
};
const DOMAIN = {
  own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/|show\/|options\.ts|context\.ts)/,
  kit: /^@ashlar\/kit\/(errors|files)$/,
};

/** main → server → tools → domain; tools and server → kit; the domain knows the kit's errors and files only; no circles. */
export async function imports(root: string): Promise<string[]> {
  const servers = serverPackages(root).map(({ folder }) => folder);
  const wrong = servers.flatMap((folder) => wrongIn(root, folder));
  const graph = graphOf(root, [...servers, 'shared/kit']);
  return [...wrong, ...circles(graph)];
}

function wrongIn(root: string, folder: string): string[] {
  return sourcesBelow(root, join(folder, 'src')).flatMap((file) => {
    const inside = file.slice(folder.length + '/src/'.length);
    const room = inside.split('/')[0] ?? '';
    const may = MAY[room] ?? DOMAIN;
    return readSource(root, file).imports.flatMap(({ target }) => {
      if (target.startsWith('@ashlar/'))
        return may.kit.test(target) ? [] : [`${file} may not import ${target}`];
      if (/^@modelcontextprotocol\//.test(target)) return [`${file} may not import the SDK`];
      if (!target.startsWith('.')) return [];
      const resolved = normalize(join(dirname(inside), target)).replaceAll('\\', '/');
      if (resolved.startsWith('..'))
        return resolved === '../package.json' ? [] : [`${file} leaves its package: ${target}`];
      return may.own.test(resolved) ? [] : [`${file} may not import ${resolved}`];
    });
  });
}

/** Imports that remain at run time: a type may name its neighbour both ways. */
function graphOf(root: string, folders: readonly string[]): Map<string, string[]> {
  const files = folders.flatMap((folder) => sourcesBelow(root, join(folder, 'src')));
  return new Map(
    files.map((file) => {
      const targets = readSource(root, file)
        .imports.filter(({ target, typeOnly }) => target.startsWith('.') && !typeOnly)
        .map(({ target }) => target);
      return [file, targets.map((target) => normalize(join(dirname(file), target)).replaceAll('\\', '/'))];
    }),
  );
}

function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file))
      found.push(`a circle of imports: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
