import { describe, expect, it } from 'vitest';
import { stdout } from '../scripts/check/stdout.ts';
import { type Fault, finds } from './finds.ts';
import { planted } from './planted.ts';

const PATH = 'servers/tiny/src/greeting/bye.ts';
const writes = (what: string, statement: string): Fault => [
  what,
  { [PATH]: `\n${statement}\n` },
  `${PATH}:2 writes to standard output, which belongs to the protocol: ${statement}`,
];
const wholeZod = (what: string, statement: string): Fault => [
  what,
  { [PATH]: `${statement}\n` },
  new RegExp(`^${PATH} imports all of zod`),
];

describe('the check stdout', () => {
  finds(stdout, [
    ...['log', 'info', 'debug', 'dir', 'table'].map((method) =>
      writes(`console.${method}`, `console.${method}('hi');`),
    ),
    writes('a write', "process.stdout.write('hi');"),
    writes('a pipe', 'stream.pipe(process.stdout);'),
    writes('a write by another name', "process['stdout'].write('hi');"),
    writes('a write through the global', "globalThis.process.stdout.write('hi');"),
    writes('a name of its own', 'const { stdout: out } = process;'),
    writes('an import', "import { argv, stdout as out } from 'node:process';"),
    writes('a write to the descriptor', "fs.writeSync(1, 'hi');"),
    [
      'a write in the kit',
      { 'shared/kit/src/log.ts': "console.log('hi');\n" },
      /^shared\/kit\/src\/log\.ts:1/,
    ],
    wholeZod('the object z', "import { z } from 'zod';"),
    wholeZod('the object z under another name', "import { z as zod } from 'zod';"),
    wholeZod('the object z by default', "import z from 'zod';"),
    wholeZod('the object z over several lines', "import {\n  type infer,\n  z,\n} from 'zod';"),
  ]);

  it.each(['shared/kit/src/run.ts', 'shared/kit/src/stdio/claim-stdout.ts'])(
    'lets %s write',
    async (path) => {
      expect(await stdout(await planted({ [path]: "process.stdout.write('hi');\n" }))).toEqual([]);
    },
  );

  it.each([
    ['comments', '/**\n * Not for console.log.\n */\n// process.stdout is taken'],
    ['the log', "console.error('hi');"],
    ['the output of another process', 'child.process.stdout.destroy();'],
    ['the output of a child', 'const { stdout } = child;'],
    ['other descriptors', "writeSync(12, 'hi');"],
    ['listening for the end of output', "process.stdout.once('error', () => {});"],
    ['zod by its parts', "import * as z from 'zod';\nimport type * as y from 'zod';"],
  ])('lets %s be', async (_, text) => {
    expect(await stdout(await planted({ [PATH]: `${text}\n` }))).toEqual([]);
  });
});
