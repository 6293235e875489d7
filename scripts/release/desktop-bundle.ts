import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from '../../shared/kit/src/generate/load.ts';
import { mcpbManifest } from '../../shared/kit/src/generate/mcpb-manifest.ts';
import { connectStdio } from '../../shared/kit/src/testing/client.ts';
import type { Newcomer } from './newcomer.ts';

const MCPB = '@anthropic-ai/mcpb@2.1.2';

interface Server {
  /** The package, as npm knows it. */
  name: string;
  /** Its sources. */
  folder: string;
}

/**
 * One file with which a desktop host installs a server: what npm installs, and a form for its options. Its own tool says
 * that the manifest is right, and packs it. Gives the path of the file.
 */
export async function packDesktopBundle(maker: Newcomer, { name, folder }: Server): Promise<string> {
  const inside = join(maker.folder, 'bundles', basename(name));
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'package.json'), '{ "private": true }\n');
  await maker.run('npm', ['install', '--ignore-scripts', '--omit=peer', name], inside);
  const manifest = mcpbManifest(await load(folder), `node_modules/${name}/dist/main.js`);
  writeFileSync(join(inside, 'manifest.json'), manifest);
  const packed = `${inside}.mcpb`;
  await maker.run('npx', ['-y', MCPB, 'validate', join(inside, 'manifest.json')]);
  await maker.run('npx', ['-y', MCPB, 'pack', inside, packed]);
  return packed;
}

/** Unpacks it and starts what it says, as a host does whose user has given `words` and left the rest open. */
export async function tryDesktopBundle(
  user: Newcomer,
  packed: string,
  { words, env }: { words: readonly string[]; env: Record<string, string> },
): Promise<void> {
  const folder = packed.replace(/\.mcpb$/, '-unpacked');
  await user.run('npx', ['-y', MCPB, 'unpack', packed, folder]);
  const { server, tools } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const { command, args, env: variables } = server.mcp_config;
  const filled = (args as string[]).flatMap((arg) =>
    arg.startsWith(`\${user_config.`) ? words : [arg.replace(`\${__dirname}`, folder)],
  );
  const client = await connectStdio('v2-legacy', {
    command: command === 'node' ? process.execPath : command,
    args: filled,
    env: { ...user.env, ...variables, ...env },
    cwd: user.folder,
  });
  const { tools: offered } = await client.listed();
  await client.close();
  // The manifest lists those of the sample; a tool may want an option that is left open here.
  const listed = new Set((tools as { name: string }[]).map((tool) => tool.name));
  const unknown = offered.filter((tool) => !listed.has(tool.name)).map((tool) => tool.name);
  if (offered.length === 0 || unknown.length > 0) throw new Error(`it offers ${unknown.join() || 'nothing'}`);
}
