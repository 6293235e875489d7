import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT, serverPackages, sourcesBelow } from './workspace.ts';

const IMPORT = /(?:from|import)\s*\(?\s*'(?<target>[^']+)'/g;

/** A room of a server and what it may import beside itself, as prefixes of paths below `src/`. */
const MAY: Readonly<Record<string, { own: RegExp; kit: RegExp }>> = {
  'main.ts': { own: /^server\.ts$/, kit: /^@ashlar\/kit$/ },
  'server.ts': { own: /./, kit: /^@ashlar\/kit$/ },
  tools: { own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/, kit: /^@ashlar\/kit$/ },
  resources: { own: /^(?!main\.ts|server\.ts|tools\/|prompts\/)/, kit: /^@ashlar\/kit$/ },
  prompts: { own: /^(?!main\.ts|server\.ts|tools\/|resources\/)/, kit: /^@ashlar\/kit$/ },
  'options.ts': { own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/, kit: /^@ashlar\/kit$/ },
  'context.ts': { own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/, kit: /^@ashlar\/kit$/ },
  show: { own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/, kit: /^@ashlar\/kit(\/errors)?$/ },
};
const DOMAIN = {
  own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/|show\/|options\.ts|context\.ts)/,
  kit: /^@ashlar\/kit\/errors$/,
};

/** main → server → tools → domain; tools and server → kit; the domain knows the kit's errors only; no circles. */
export async function imports(): Promise<string[]> {
  const wrong = serverPackages().flatMap(({ folder }) => wrongIn(folder));
  const graph = graphOf([...serverPackages().map(({ folder }) => folder), 'shared/kit']);
  return [...wrong, ...circles(graph)];
}

function wrongIn(folder: string): string[] {
  return sourcesBelow(join(ROOT, folder, 'src')).flatMap((file) => {
    const inside = file.slice(folder.length + '/src/'.length);
    const room = inside.split('/')[0] ?? '';
    const may = MAY[room] ?? DOMAIN;
    return targetsOf(file).flatMap((target) => {
      if (target.startsWith('@ashlar/'))
        return may.kit.test(target) ? [] : [`${file} may not import ${target}`];
      if (/^@modelcontextprotocol\//.test(target)) return [`${file} may not import the SDK`];
      if (!target.startsWith('.')) return [];
      const resolved = normalize(join(dirname(inside), target)).replaceAll('\\', '/');
      if (resolved.startsWith('..'))
        return resolved === '../package.json' ? [] : [`${file} leaves its package: ${target}`];
      const sameRoom = resolved.split('/')[0] === room && inside.includes('/');
      return sameRoom || may.own.test(resolved) ? [] : [`${file} may not import ${resolved}`];
    });
  });
}

function targetsOf(file: string): string[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(
    (match) => match.groups?.target ?? '',
  );
}

/** Imports that remain at run time: a type may name its neighbour both ways. */
function graphOf(folders: readonly string[]): Map<string, string[]> {
  const files = folders.flatMap((folder) => sourcesBelow(join(ROOT, folder, 'src')));
  return new Map(
    files.map((file) => {
      const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^(?:import|export) type [^;]*;/gm, '');
      const targets = [...code.matchAll(IMPORT)]
        .map((match) => match.groups?.target ?? '')
        .filter((target) => target.startsWith('.'));
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
