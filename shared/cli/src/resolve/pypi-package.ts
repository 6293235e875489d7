import { escaped, readPypi } from '@ashlar/entry-checks';
import * as z from 'zod';
import { CommandError } from '../command-error.ts';
import { fetchJson } from './fetch-json.ts';
import type { Resolved, Wanted } from './resolved.ts';

const release = z.object({
  info: z.object({ version: z.string() }),
  urls: z.array(z.object({ digests: z.object({ sha256: z.string() }) })),
});

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
  const { data: found } = release.safeParse(
    await fetchJson(`${registry}/pypi/${[name, ...(version === undefined ? [] : [version])].join('/')}/json`),
  );
  const exact = found?.info.version;
  const hashes = (found?.urls ?? []).map(({ digests }) => `sha256-${digests.sha256}`);
  if (exact === undefined || hashes.length === 0 || (version !== undefined && exact !== version)) {
    throw new CommandError(`pypi: ${escaped(spec)} cannot be found, or has no files.`);
  }
  return {
    name: name.replace(/^mcp-server-|-mcp(-server)?$/g, ''),
    entry: { command: 'uvx', args: [`${name}==${exact}`, ...wanted.args], env: wanted.env },
    pins: [{ package: `pypi:${name}@${exact}`, integrity: hashes.sort() }],
  };
}
