import { join } from 'node:path';
import { table } from '../src/bench/index.ts';
import { http } from './http.ts';
import { buildPrograms } from './programs.ts';
import { stdio } from './stdio.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '.cache', 'bench', 'kit');

/** Measures what the kit adds to the bare SDK, turn by turn, and prints what is held and whether it holds. */
async function main(only: string | undefined): Promise<void> {
  const programs = await buildPrograms(folder);
  const rows = [
    ...(only === 'stdio' ? [] : await http(programs, folder)),
    ...(only === 'http' ? [] : await stdio(programs)),
  ];
  const { text, holds } = table(rows, 'bare SDK');
  console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n\n${text}`);
  process.exitCode = holds ? 0 : 1;
}

await main(process.argv[2]);
