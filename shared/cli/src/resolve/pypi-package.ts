import { escaped, readPypi } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { fetchJson } from './fetch-json.ts';
import type { Resolved, Wanted } from './resolved.ts';

interface Release {
  info?: { name?: string; version?: string };
  urls?: { digests?: { sha256?: string } }[];
}

/** A package of PyPI for uvx: exact, with the hashes of its files. */
export async function pypiPackage(
  spec: string,
  wanted: Wanted,
  registry = 'https://pypi.org',
): Promise<Resolved> {
  const read = readPypi(spec);
  if (!('ref' in read))
    throw new CommandError(read.findings.map(({ message, fix }) => `${message} ${fix}`).join(' '));
  const { name, version } = read.ref;
  const release = (await fetchJson(
    `${registry}/pypi/${[name, ...(version === undefined ? [] : [version])].join('/')}/json`,
  )) as Release | undefined;
  const exact = release?.info?.version;
  const hashes = (release?.urls ?? []).flatMap(({ digests }) =>
    digests?.sha256 === undefined ? [] : [`sha256-${digests.sha256}`],
  );
  if (exact === undefined || hashes.length === 0 || (version !== undefined && exact !== version)) {
    throw new CommandError(`pypi: ${escaped(spec)} cannot be found, or has no files.`);
  }
  return {
    name: name.replace(/^mcp-server-|-mcp(-server)?$/g, ''),
    entry: { command: 'uvx', args: [`${name}==${exact}`, ...wanted.args], env: wanted.env },
    pins: [{ package: `pypi:${name}@${exact}`, integrity: hashes.sort() }],
  };
}
