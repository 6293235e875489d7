// Run by rename-crash.test.ts in a process of its own: it renames, and is killed in the middle of it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';

const [folder, journal, from, to, killAt, editAt] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
let steps = 0;
let armed = false;

function take(): void {
  armed = false;
  fs.mkdirSync(dirname(join(folder, to)), { recursive: true });
  fs.writeFileSync(join(folder, to), 'theirs');
  armed = true;
}

/** Each call that changes the disk, or makes a change last, is a step; before the one that is asked for comes the end. */
function count(name: string): void {
  const original = Reflect.get(fs, name) as (...args: unknown[]) => unknown;
  Reflect.set(fs, name, (...args: unknown[]) => {
    const opens = name === 'openSync' && !(Number(args[1]) & fs.constants.O_CREAT);
    if (!armed || opens) return Reflect.apply(original, fs, args);
    if (++steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    // Somebody writes a new note where the renamed one is to be, and so the rename is taken back.
    if (steps === Number(editAt)) take();
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
await carry(vault, prepared).catch(() => undefined);
armed = false;
await vault.close();
process.stdout.write(String(steps));
