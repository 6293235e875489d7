import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesBelow, workspacePackages } from './workspace.ts';

/** Where standard output is taken for the protocol, and where `--help` and `--version` are printed. */
const MAY_WRITE = ['shared/kit/src/stdio/claim-stdout.ts', 'shared/kit/src/run.ts'];
/** A program for people, which serves nothing. */
const COMMAND_LINE = 'shared/cli/';
/** Listening for its end writes nothing; `child.process.stdout` is the stream of another process. */
const WRITES = [
  /\bconsole\.(?:log|info|debug|dir|table)\b/,
  /(?<!\.)\b(?:globalThis\.)?process(?:\.stdout\b|\[['"]stdout)(?!\.(?:on|once)\()/,
  /\bstdout\b.*(?:= process;|from '(?:node:)?process')/,
  /\bwriteSync\(1\b/,
];
/** A namespace import lets a bundle leave out the parts of zod that nobody uses; the object `z` brings all. */
const WHOLE_ZOD = /^(?:import|export) (?!(?:type )?\* as \w+ from)[^;]*from 'zod';/gm;
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

/** Standard output belongs to the protocol: nothing in a package writes to it. And zod comes in parts. */
export async function stdout(root: string): Promise<string[]> {
  const files = workspacePackages(root).flatMap(({ folder }) => sourcesBelow(root, join(folder, 'src')));
  return files.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8');
    return [...(mayWrite(file) ? [] : writesIn(file, code)), ...wholeZodIn(file, code)];
  });
}

function mayWrite(file: string): boolean {
  return MAY_WRITE.includes(file) || file.startsWith(COMMAND_LINE);
}

function writesIn(file: string, code: string): string[] {
  return code
    .split('\n')
    .flatMap((line, at) =>
      WRITES.some((write) => write.test(line)) && !COMMENT.test(line)
        ? [`${file}:${at + 1} writes to standard output, which belongs to the protocol: ${line.trim()}`]
        : [],
    );
}

function wholeZodIn(file: string, code: string): string[] {
  return [...code.matchAll(WHOLE_ZOD)].map(
    ([statement]) => `${file} imports all of zod: write import * as z instead of ${statement.split('\n')[0]}`,
  );
}
