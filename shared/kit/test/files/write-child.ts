// Run by write-crash.test.ts in processes of their own.
import { replaceFile } from '../../src/files/write/replace-file.ts';
import { openDesk } from './write-desk.ts';

const [task, root, name] = process.argv.slice(2) as [string, string, string];
const desk = openDesk(root);
const change = (make: (current: string) => string) =>
  desk.slot(name, (slot) => replaceFile(slot, (current) => Buffer.from(make(current?.toString() ?? ''))));

if (task === 'rewrite') {
  // The same letter over and over, another in each round: a mixture would show.
  process.stdout.write('ready');
  for (let round = 0; ; round++) {
    const letter = String.fromCharCode(97 + (round % 26));
    await change(() => `${letter.repeat(500_000)}\n`);
  }
} else {
  const [label, count] = task.split(':') as [string, string];
  for (let i = 0; i < Number(count); i++) await change((current) => `${current}${label}${i}\n`);
}
