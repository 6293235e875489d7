import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from '../src/build/bundle.ts';

/** Builds both servers into `folder`: ours as every server is built, the bare one with nothing of ours in it. */
export async function buildPrograms(folder: string): Promise<{ ours: string; bare: string }> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const entries = { main: join(import.meta.dirname, 'kit-server.ts') };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bench', type: 'module', ashlar: { entries } }),
  );
  await bundle(folder);
  const bare = join(folder, 'bare', 'main.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'bare-server.ts')],
    outfile: bare,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);`,
    },
    logLevel: 'warning',
  });
  return { ours: join(folder, 'dist', 'main.js'), bare };
}
