import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readSource } from './source.ts';
import { type Package, serverPackages, sourcesBelow, workspacePackages } from './workspace.ts';

/** What stands in every server, at the same place. */
const ROOMS = [
  'server.json',
  'README.md',
  'tsconfig.json',
  'tools.lock.json',
  'src/main.ts',
  'src/server.ts',
  'src/options.ts',
  'src/tools',
  'test/contract.test.ts',
  'bench/main.ts',
  'sample',
];
const SCRIPTS = {
  build: 'ashlar-build',
  generate: 'ashlar-generate',
  test: 'ashlar-build && vitest run --testTimeout=60000 --hookTimeout=60000',
  types: 'tsc --noEmit',
};
const FIELDS = [
  'name',
  'version',
  'description',
  'license',
  'type',
  'bin',
  'files',
  'engines',
  'repository',
  'mcpName',
];
/** Names that say nothing of what is inside. */
const DRAWERS = /^(utils?|helpers?|common|misc|lib|support|internal)$/;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** Every server has the same rooms, one tool a file, and no drawer is left anywhere. */
export async function layout(root: string): Promise<string[]> {
  return [
    ...serverPackages(root).flatMap((server) => [
      ...rooms(server),
      ...manifestOf(server),
      ...drivers(root, server),
      ...tools(root, server),
    ]),
    ...drawers(root),
    ...installScripts(root),
  ];
}

function rooms({ folder, path }: Package): string[] {
  return ROOMS.filter((room) => !existsSync(join(path, room))).map((room) => `${folder} has no ${room}`);
}

function manifestOf({ folder, manifest }: Package): string[] {
  const name = basename(folder);
  const missing = FIELDS.filter((field) => manifest[field] === undefined).map(
    (field) => `${folder}/package.json has no ${field}`,
  );
  const scripts = Object.entries(SCRIPTS).filter(
    ([script, command]) => manifest.scripts?.[script] !== command,
  );
  return [
    ...missing,
    ...scripts.map(([script, command]) => `${folder}/package.json: the script ${script} is not '${command}'`),
    ...(manifest.name === `@ashlar/${name}` ? [] : [`${folder} is called ${manifest.name}`]),
    ...(manifest.bin?.[`ashlar-${name}`] === 'dist/main.js'
      ? []
      : [`${folder}/package.json: bin is not ashlar-${name}`]),
  ];
}

/**
 * What the kit loads only where it is installed is an optional peer of every server: then npm installs none of
 * it, and complains of a version that does not fit. What a server develops with is not meant.
 */
function drivers(root: string, { folder, manifest }: Package): string[] {
  const kit = workspacePackages(root).find(({ folder }) => folder === 'shared/kit')?.manifest;
  return Object.entries(kit?.peerDependencies ?? {}).flatMap(([driver, range]) => {
    if (manifest.devDependencies?.[driver] !== undefined) return [];
    const declared =
      manifest.peerDependencies?.[driver] === range &&
      manifest.peerDependenciesMeta?.[driver]?.optional === true;
    return declared ? [] : [`${folder}/package.json: ${driver} ${range} is not an optional peer`];
  });
}

function tools(root: string, { folder }: Package): string[] {
  const src = `${folder}/src`;
  return sourcesBelow(root, src).flatMap((file) => {
    const { tools: names } = readSource(root, file);
    const expected = basename(file, '.ts').replaceAll('-', '_');
    if (!file.startsWith(`${src}/tools/`)) {
      return names.map((name) => `${file} defines the tool '${name}' outside of src/tools`);
    }
    if (dirname(file) === `${src}/tools` && names.length === 1 && names[0] === expected) return [];
    return [`${file} does not define the one tool '${expected}'`];
  });
}

function drawers(root: string): string[] {
  const rooms = [...workspacePackages(root).map(({ folder }) => folder), 'scripts', 'test'];
  const files = rooms.flatMap((folder) => sourcesBelow(root, folder));
  const folders = new Set(
    files.flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, at, parts) => parts.slice(0, at + 1).join('/')),
    ),
  );
  const names = [...folders, ...files.map((file) => file.replace(/\.\w+$/, ''))];
  return names
    .filter((name) => DRAWERS.test(basename(name)))
    .map((name) => `${name} is a drawer: name it after what it holds`);
}

function installScripts(root: string): string[] {
  return workspacePackages(root).flatMap(({ folder, manifest }) =>
    INSTALL_SCRIPTS.filter((script) => manifest.scripts?.[script] !== undefined).map(
      (script) => `${folder} has the install script ${script}`,
    ),
  );
}
