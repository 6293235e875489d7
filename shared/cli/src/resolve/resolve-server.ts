import { readFileSync } from 'node:fs';
import { escaped } from '@ashlar/entry-checks';
import { editDistance } from '@ashlar/kit/near';
import { CommandError } from '../command-error.ts';
import { templateNames } from '../fork/templates.ts';
import { dockerImage } from './docker-image.ts';
import { npmPackage } from './npm-package.ts';
import { pypiPackage } from './pypi-package.ts';
import type { Resolved, Wanted } from './resolved.ts';
import {
  argumentsOf,
  inputsOf,
  MCP_REGISTRY,
  registryServer,
  type ServerJson,
  serverJson,
} from './server-json.ts';

const REGISTRY_NAME = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\/[A-Za-z0-9._-]+$/;

export interface Sources {
  /** Codes of findings that somebody has looked at. */
  accepted: ReadonlySet<string>;
  mcpRegistry?: string | undefined;
  pypi?: string | undefined;
}

/**
 * What `ashlar add <server>` means: a server of the suite, a package of npm, `pypi:…`, `docker:…`, an address, a name
 * in the registry of MCP, or the path of a server.json.
 */
export async function resolveServer(server: string, wanted: Wanted, sources: Sources): Promise<Resolved> {
  if (/^https?:/i.test(server)) return remoteServer(server, 'http', wanted);
  if (server.startsWith('pypi:')) return pypiPackage(server.slice('pypi:'.length), wanted, sources.pypi);
  if (server.startsWith('docker:')) return dockerImage(server.slice('docker:'.length), wanted);
  if (/server\.json$/.test(server)) return described(readServerJson(server), wanted, sources);
  if (REGISTRY_NAME.test(server)) {
    return described(await registryServer(server, sources.mcpRegistry ?? MCP_REGISTRY), wanted, sources);
  }
  if (!sources.accepted.has('look-alike')) refuseNearlyOurs(server);
  return npmPackage(npmSpec(server), wanted, sources.accepted);
}

/** Letters that a short name has whose slips are no names of their own. */
const LONG_ENOUGH = 5;

/** Who misses a letter of a short name means ours, and would get what somebody else has called so. */
function refuseNearlyOurs(server: string): void {
  const [short = ''] = server.split('@');
  const meant = templateNames().find(
    (name) => name.length >= LONG_ENOUGH && name !== short && editDistance(short.toLowerCase(), name, 1) <= 1,
  );
  if (meant === undefined) return;
  throw new CommandError(
    `${escaped(short)} is not ${meant}, a server of this suite. Write ${meant} if you mean that; --accept look-alike if you mean a package of npm.`,
  );
}

/** The servers of this suite, which are what can be forked, go by their short names: `vault@1.0.0` is `@ashlar/vault@1.0.0`. */
export function npmSpec(server: string): string {
  const [short = ''] = server.split('@');
  return templateNames().includes(short) ? `@ashlar/${server}` : server;
}

function readServerJson(path: string): ServerJson {
  try {
    return serverJson(JSON.parse(readFileSync(path, 'utf8')), path);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${path} cannot be read as a server.json.`, { cause });
  }
}

async function described(server: ServerJson, wanted: Wanted, sources: Sources): Promise<Resolved> {
  const name = server.name.split('/').at(-1) ?? server.name;
  const found = server.packages?.find(
    ({ registryType, transport }) =>
      ['npm', 'pypi'].includes(registryType) && (transport?.type ?? 'stdio') === 'stdio',
  );
  if (found !== undefined) {
    const { registryType, identifier, version, packageArguments, environmentVariables } = found;
    const env = inputsOf(environmentVariables, wanted.env, '--env');
    const args = argumentsOf(packageArguments, wanted.args);
    const spec = version === undefined ? identifier : `${identifier}@${version}`;
    const inside = { ...wanted, env, args };
    const resolved =
      registryType === 'npm'
        ? await npmPackage(spec, inside, sources.accepted)
        : await pypiPackage(spec, inside, sources.pypi);
    return { ...resolved, name };
  }
  const remote = server.remotes?.find(({ type }) => type === 'streamable-http') ?? server.remotes?.[0];
  if (remote === undefined)
    throw new CommandError(`${escaped(server.name)} has neither a package of npm or PyPI nor an address.`);
  const headers = inputsOf(remote.headers, wanted.headers, '--header');
  return {
    ...remoteServer(remote.url, remote.type === 'sse' ? 'sse' : 'http', { ...wanted, headers }),
    name,
  };
}

function remoteServer(url: string, transport: 'http' | 'sse', { headers, env, args }: Wanted): Resolved {
  if (args.length > 0 || Object.keys(env).length > 0) {
    throw new CommandError('A server at an address takes headers (--header), no arguments and no variables.');
  }
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const name = /^[\d.:[\]]*$/.test(host)
    ? 'server'
    : (host.split('.').filter((part) => !/^(mcp|api|www)$/.test(part))[0] ?? 'server');
  return { name, entry: { transport, url, headers }, pins: [] };
}
