import { withCommonOptions } from '../common-options.ts';
import { environmentOf } from '../manifest.ts';
import { optionsOf } from '../options/option.ts';
import type { Loaded } from './load.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** server.json, by which the registry knows the server. */
export function serverJson({ server, manifest }: Loaded): string {
  const all = optionsOf(withCommonOptions(server.options), environmentOf(server));
  const positional = all.filter((option) => option.positional);
  const environment = all.filter((option) => !option.positional);
  const json = {
    $schema: SCHEMA,
    name: manifest.mcpName,
    title: server.title,
    description: manifest.description,
    version: manifest.version,
    repository: repositoryOf(manifest),
    packages: [
      {
        registryType: 'npm',
        identifier: manifest.name,
        version: manifest.version,
        transport: { type: 'stdio' },
        packageArguments: positional.map(({ description, placeholder, required, kind }) => ({
          type: 'positional',
          valueHint: placeholder,
          description,
          isRequired: required,
          isRepeated: kind === 'list',
        })),
        environmentVariables: environment.map(({ env, description, secret, kind, choices }) => ({
          name: env,
          description,
          isRequired: false,
          isSecret: Boolean(secret),
          ...(kind === 'switch' && { format: 'boolean' }),
          ...(kind === 'number' && { format: 'number' }),
          ...(kind === 'text' && choices.length > 0 && { choices }),
        })),
      },
    ],
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** As the registry writes it: what npm calls by `git+` and a directory has an address to browse, its host and a subfolder. */
function repositoryOf({ repository }: Loaded['manifest']): object | undefined {
  if (repository === undefined) return undefined;
  const url = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    url,
    source: new URL(url).hostname.replace(/\.(?:com|org)$/, ''),
    ...(repository.directory !== undefined && { subfolder: repository.directory }),
  };
}
