// Run by rename-crash.test.ts in a process of its own: it renames, and is killed in the middle of it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder, journal, from, to, killAt] = process.argv.slice(2) as [string, string, string, string, string];
let steps = 0;
let armed = false;

/** Each call that changes the disk, or makes a change last, is a step; before the one that is asked for comes the end. */
function count(name: string): void {
  const original = Reflect.get(fs, name) as (...args: unknown[]) => unknown;
  Reflect.set(fs, name, (...args: unknown[]) => {
    const opens = name === 'openSync' && !(Number(args[1]) & fs.constants.O_CREAT);
    if (armed && !opens && ++steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(original, fs, args);
  });
}
for (const name of [
  'openSync',
  'mkdirSync',
  'write',
  'writeSync',
  'fsync',
  'fsyncSync',
  'fchmodSync',
  'renameSync',
  'linkSync',
  'unlinkSync',
]) {
  count(name);
}
syncBuiltinESMExports();

const { carry, prepare, vaultAt } = await import('./rename-desk.ts');
const vault = vaultAt(folder, journal);
const prepared = await prepare(vault, { from, to });
armed = true;
await carry(vault, prepared);
armed = false;
await vault.close();
process.stdout.write(String(steps));
