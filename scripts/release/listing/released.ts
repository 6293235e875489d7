import { basename } from 'node:path';
import { type Package, ROOT, serverPackages } from '../../check/workspace.ts';

const REPOSITORY = 'https://github.com/ashlar-mcp/ashlar';

/** A version of a server, and by what names it is found where it is released. */
export interface Released {
  /** Its folder. */
  name: string;
  version: string;
  /** Of the image, without the version. */
  image: string;
  /** Of the release on GitHub, as Changesets names it. */
  tag: string;
  /** Where desktop hosts get the bundle. */
  bundle: string;
}

export function released({ folder, manifest }: Package): Released {
  const name = basename(folder);
  const { version } = manifest;
  const tag = `${manifest.name}@${version}`;
  return {
    name,
    version,
    image: `ghcr.io/ashlar-mcp/${name}`,
    tag,
    bundle: `${REPOSITORY}/releases/download/${tag}/ashlar-${name}-mcp-${version}.mcpb`,
  };
}

/** Those servers that are among what Changesets says it has published: `[{ "name": …, "version": … }]`, or nothing. */
export function releasedOf(published: string): Released[] {
  const packages = JSON.parse(published || '[]') as { name: string; version: string }[];
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  return serverPackages(ROOT)
    .filter(({ manifest }) => versions.get(manifest.name) === manifest.version)
    .map(released);
}
