import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ToolError } from '@ashlar/kit/errors';

/** Where the token is: a variable of the environment, a file, or what a command prints. */
export type TokenSource = { variable: string } | { file: string } | { command: readonly string[] };

/** Milliseconds that a command may take. */
const COMMAND_MS = 10_000;

/**
 * Reads it anew, for a tracker of that name. Throws `ToolError` (`unavailable`) where there is none, with nothing of what was read: it may be a
 * secret all the same.
 */
export async function readToken(source: TokenSource, tracker: string, env = process.env): Promise<string> {
  const token = (await textOf(source, tracker, env)).trim();
  // What is not one word of visible ASCII is no token, and would not fit into a header.
  if (!/^[\x21-\x7e]{1,4096}$/.test(token)) throw noToken(source, tracker);
  return token;
}

async function textOf(source: TokenSource, tracker: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    if ('variable' in source) return env[source.variable] ?? '';
    if ('file' in source) return await readFile(source.file, 'utf8');
    const [program = '', ...args] = source.command;
    const { stdout } = await promisify(execFile)(program, args, { timeout: COMMAND_MS, maxBuffer: 65_536 });
    return stdout;
  } catch (error) {
    throw noToken(source, tracker, (error as { code?: unknown }).code);
  }
}

/** Says where it was looked for, and the code of a failure at most: its words may hold the output. */
function noToken(source: TokenSource, tracker: string, code?: unknown): ToolError {
  const where =
    'variable' in source
      ? `the variable ${source.variable}`
      : 'file' in source
        ? 'the file that is configured'
        : 'the command that is configured';
  return new ToolError('unavailable', `There is no token for ${tracker} in ${where}.`, {
    hint: 'Tell the operator: this server never asks without one, nor with another one.',
    retryable: false,
    cause: code === undefined ? undefined : new Error(String(code)),
  });
}
