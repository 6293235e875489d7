import { stale, write } from './products.ts';

/** Writes everything that restates code anew and says what changed; with `--check`, only says what is stale. */
async function generate(args: readonly string[], root: string): Promise<void> {
  if (args.includes('--help')) {
    console.log('npm run generate [-- --check]');
    return;
  }
  const check = args.includes('--check');
  const files = await (check ? stale : write)(root);
  for (const file of files) console.log(`${check ? 'stale' : 'wrote'} ${file}`);
  if (check && files.length > 0) process.exitCode = 1;
}

await generate(process.argv.slice(2), process.cwd());
