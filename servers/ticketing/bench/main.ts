import { embedded } from './embedded.ts';
import { github } from './github.ts';
import { postgres } from './postgres.ts';

const PARTS: Readonly<Record<string, (count: number) => Promise<boolean>>> = {
  sqlite: embedded,
  postgres,
  github,
};
const COUNT = 100_000;

/** `sqlite [tickets]`, `postgres`, `github`, or nothing for all. Prints what is held and whether it holds. */
const [part, count] = process.argv.slice(2);
if (part !== undefined && PARTS[part] === undefined)
  throw new Error(`There is no part ${part}; there are ${Object.keys(PARTS).join(', ')}.`);
for (const [name, measured] of Object.entries(PARTS)) {
  if (part !== undefined && part !== name) continue;
  if (!(await measured(Number(count ?? COUNT)))) process.exitCode = 1;
}
