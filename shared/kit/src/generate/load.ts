import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyServer } from '../define.ts';
import { environmentOf } from '../manifest.ts';
import { type Option, optionsOf } from '../options/option.ts';
import type { Listed } from '../surface/lock.ts';
import { connectInProcess } from '../testing/in-process.ts';

/** A server's package.json, as far as something is generated from it. */
export interface ServerPackage {
  name: string;
  version: string;
  description?: string;
  license?: string;
  engines?: { node?: string };
  repository?: { url: string; directory?: string };
  /** How the registry of MCP servers knows it. */
  mcpName?: string;
  ashlar?: {
    /** The arguments it is started with to see what it offers; what names something in its folder is a path there. */
    sample?: readonly string[];
  };
}

/** A server as its definition describes it and as a client sees it. */
export interface Loaded {
  server: AnyServer;
  manifest: ServerPackage;
  /** Its own; those of every server are no part of it. */
  options: Option[];
  listed: Listed;
  /** What it was started on and differs from machine to machine, by the name that stands for it. */
  paths: ReadonlyMap<string, string>;
}

/** Loads the definition of the server in a folder and lists what it offers, started with `ashlar.sample`. */
export async function load(folder: string): Promise<Loaded> {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ServerPackage;
  const { server } = (await import(pathToFileURL(join(folder, 'src', 'server.ts')).href)) as {
    server: AnyServer;
  };
  const words = manifest.ashlar?.sample ?? [];
  const paths = new Map(
    words.filter((word) => existsSync(join(folder, word))).map((word) => [word, join(folder, word)]),
  );
  const client = await connectInProcess(server, { args: words.map((word) => paths.get(word) ?? word) });
  const listed = JSON.parse(JSON.stringify(await client.listed())) as Listed;
  await client.close();
  return { server, manifest, options: optionsOf(server.options, environmentOf(server)), listed, paths };
}
