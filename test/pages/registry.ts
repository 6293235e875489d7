import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ROOT, workspacePackages } from '../../scripts/check/workspace.ts';
import { outside } from '../outside.ts';

const run = promisify(execFile);
const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/**
 * A registry of this machine: packages of this workspace as they would be published, packed when somebody asks for
 * them, and all others from where npm has them.
 */
export async function openRegistry(
  upstream: string,
  folder: string,
): Promise<{ url: string; close(): void }> {
  const published = new Map<string, Promise<Published>>();
  const ours = new Map(workspacePackages(ROOT).map(({ manifest, path }) => [manifest.name, path]));
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(request.url ?? '').slice(1);
    const name = asked.replace(/\.tgz$/, '');
    const path = ours.get(name);
    try {
      if (path === undefined) return await passOn(`${upstream}${request.url?.slice(1)}`, response);
      if (!published.has(name)) published.set(name, pack(path, folder));
      const { tarball, manifest } = await (published.get(name) as Promise<Published>);
      if (asked.endsWith('.tgz')) return void response.end(tarball);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(documentOf(manifest, tarball, url)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, close: () => server.close() };
}

interface Published {
  tarball: Buffer;
  manifest: { name: string; version: string };
}

async function passOn(url: string, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await fetch(url);
  response.writeHead(status, { 'content-type': headers.get('content-type') ?? '' });
  if (body === null) return void response.end();
  Readable.fromWeb(body).pipe(response);
}

/** What npm asks of a package before it fetches it. */
function documentOf(manifest: Published['manifest'], tarball: Buffer, url: string): object {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `${url}${name}.tgz`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

async function pack(path: string, folder: string): Promise<Published> {
  const packed = await outside(
    path,
    'npx',
    '-y',
    packageManager,
    'pack',
    '--pack-destination',
    folder,
    '--json',
  );
  const { filename } = JSON.parse(packed) as { filename: string };
  const file = join(folder, filename.replace(/^.*[\\/]/, ''));
  const { stdout } = await run('tar', ['-xzOf', file, 'package/package.json']);
  return { tarball: readFileSync(file), manifest: JSON.parse(stdout) };
}
