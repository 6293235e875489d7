import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readGreetings } from '../src/greetings/read-greetings.ts';

/** A file of that content. */
function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-hello-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'greetings.json');
  writeFileSync(path, content);
  return path;
}

it('reads a file, or has a greeting of its own', () => {
  expect(readGreetings(file('{"Deutsch": "Hallo, {name}"}'))).toEqual({ Deutsch: 'Hallo, {name}' });
  expect(Object.keys(readGreetings(undefined))).toEqual(['English']);
});

it.each([
  ['{', '<file>: is not JSON.'],
  ['[]', '<file>: '],
  ['{}', '<file>: is empty.'],
  ['{"Deutsch": "Hallo"}', '<file>: Deutsch: '],
  ['{"Deutsch": 1}', '<file>: Deutsch: '],
])('says what is wrong with %s, and not where the file is', (content, message) => {
  const path = file(content);
  const reading = () => readGreetings(path);
  expect(reading).toThrow(message);
  expect(reading).not.toThrow(path);
});

it('says that there is no file', () => {
  expect(() => readGreetings('/no/such/file')).toThrow('<file>: cannot be read.');
});
