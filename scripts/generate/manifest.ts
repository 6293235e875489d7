import type { Manifest } from '../check/workspace.ts';
import type { Loaded } from './load.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** server.json, by which the registry knows the server. */
export function serverManifest(manifest: Manifest, { server, options }: Loaded): string {
  const positional = options.filter((option) => option.positional);
  const environment = options.filter((option) => !option.positional);
  const json = {
    $schema: SCHEMA,
    name: manifest.mcpName,
    title: server.title,
    description: manifest.description,
    version: manifest.version,
    repository: manifest.repository,
    packages: [
      {
        registryType: 'npm',
        identifier: manifest.name,
        version: manifest.version,
        transport: { type: 'stdio' },
        packageArguments: positional.map(({ description, placeholder, required }) => ({
          type: 'positional',
          valueHint: placeholder,
          description,
          isRequired: required,
          isRepeated: true,
        })),
        environmentVariables: environment.map(({ env, description, secret }) => ({
          name: env,
          description,
          isRequired: false,
          isSecret: Boolean(secret),
        })),
      },
    ],
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
