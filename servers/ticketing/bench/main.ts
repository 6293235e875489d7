import { embedded } from './embedded.ts';
import { postgres } from './postgres.ts';

/** `sqlite [tickets]`, `postgres`, or nothing for both. Prints what is held and whether it holds. */
const [part, count] = process.argv.slice(2);
const parts = [
  ...(part === 'postgres' ? [] : [() => embedded(Number(count ?? 100_000))]),
  ...(part === 'sqlite' ? [] : [postgres]),
];
for (const run of parts) if (!(await run())) process.exitCode = 1;
