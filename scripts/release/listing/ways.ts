import { createHash } from 'node:crypto';
import type { Released } from './released.ts';

/** What server.json says of one way to install a server. */
export interface Way {
  registryType: string;
  identifier: string;
  transport: { type: string };
  [more: string]: unknown;
}

/**
 * The ways beside npm: an image, whose version is in its name, and a bundle, by its hash. The image takes what npm's
 * takes, but what is named on the command line is there what the container sees.
 * https://modelcontextprotocol.io/registry/package-types
 */
export function furtherWays({ image, version, bundle }: Released, npm: Way, bytes: Uint8Array): Way[] {
  const { packageArguments, environmentVariables, transport } = npm;
  const container = {
    registryType: 'oci',
    identifier: `${image}:${version}`,
    runtimeHint: 'docker',
    transport,
  };
  const fileSha256 = createHash('sha256').update(bytes).digest('hex');
  return [
    { ...container, packageArguments, environmentVariables },
    { registryType: 'mcpb', identifier: bundle, fileSha256, transport },
  ];
}
