import { dirname, join, normalize } from 'node:path';
import { circlesIn, type Graph } from './circles.ts';
import { wrongRooms } from './rooms.ts';
import { readSource } from './source.ts';
import { serverPackages, sourcesBelow, workspacePackages } from './workspace.ts';

/** A room of a server and what it may import beside itself, as prefixes of paths below `src/`. */
const MAY: Readonly<Record<string, { own: RegExp; kit: RegExp }>> = {
  'main.ts': { own: /^server\.ts$/, kit: /^@ashlar\/kit$/ },
  'server.ts': { own: /./, kit: /^@ashlar\/kit$/ },
  tools: {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/files|\/near)?$/,
  },
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
  // Kinds of one thing that the operator chooses among, each with options of its own.
  backends: {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/|show\/|options\.ts|context\.ts)/,
    kit: /^@ashlar\/kit(\/errors|\/needs)?$/,
  },
  // Tools, too, but made of what the operator wrote: none of them is known here.
  questions: {
    own: /^(?!main\.ts|server\.ts|tools\/|resources\/|prompts\/)/,
    kit: /^@ashlar\/kit(\/errors|\/configured)?$/,
  },
  actions: {
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
  kit: /^@ashlar\/kit\/(errors|files|near|needs|configured)$/,
};
/** Packages that are no servers, and what they may import of others. */
const BESIDE: Readonly<Record<string, RegExp>> = {
  'shared/entry-checks': /^@ashlar\/kit\/(visible|near|secrets)$/,
  'shared/cli': /^@ashlar\/(entry-checks$|kit\/)/,
};

/**
 * main → server → tools → domain; tools and server → kit; the domain knows the kit's errors, files, near, needs and configured only;
 * the command line knows the checks of entries and not the other way round; the rooms of the kit know each other as their
 * table says; no circles.
 */
export async function imports(root: string): Promise<string[]> {
  const wrong = [
    ...serverPackages(root).flatMap(({ folder }) => wrongIn(root, folder)),
    ...Object.entries(BESIDE).flatMap(([folder, may]) => wrongBeside(root, folder, may)),
  ];
  // The kit has rules of its own for them, with its rooms.
  const packages = workspacePackages(root).filter(({ folder }) => folder !== 'shared/kit');
  const folders = packages.map(({ folder }) => folder);
  const circles = circlesIn(graphOf(root, folders)).map((circle) => `a circle of imports: ${circle}`);
  return [...wrong, ...circles, ...wrongRooms(root)];
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

function wrongBeside(root: string, folder: string, may: RegExp): string[] {
  return sourcesBelow(root, join(folder, 'src')).flatMap((file) =>
    readSource(root, file)
      .imports.map(({ target }) => (target.startsWith('.') ? join(dirname(file), target) : target))
      .map((target) => target.replaceAll('\\', '/'))
      .filter((target) => isOurs(target) && !target.startsWith(`${folder}/`) && !may.test(target))
      .map((target) => `${file} may not import ${target}`),
  );
}

function isOurs(target: string): boolean {
  return /^(@ashlar|shared|servers)\//.test(target);
}

/** Imports that remain at run time: a type may name its neighbour both ways. */
function graphOf(root: string, folders: readonly string[]): Graph {
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
