import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { table } from '@ashlar/kit/bench';
import { makeVault } from './make-vault.ts';
import { served } from './served.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '.cache', 'bench', 'vault');

/** Measures the server over stdio, then the text index in its own process: `npm run bench -- vault [notes]`. */
async function main(): Promise<void> {
  const notes = Number(process.argv[2] ?? 10_000);
  const vault = makeVault(join(folder, `notes-${notes}`), notes);
  const { text, holds } = table(await served(vault, 'off'), 'peer');
  console.log(`${notes} notes, Node ${process.version}, ${process.platform}-${process.arch}\n\n${text}\n`);
  execFileSync(process.execPath, [join(import.meta.dirname, 'text.ts'), String(notes), folder], {
    stdio: 'inherit',
  });
  process.exitCode = holds ? 0 : 1;
}

await main();
