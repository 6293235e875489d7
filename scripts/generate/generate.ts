import { write } from './products.ts';

/** Writes everything that restates code anew and says what changed. */
for (const file of await write(process.cwd())) console.log(`wrote ${file}`);
