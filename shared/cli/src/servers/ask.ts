import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error.ts';

/** Asks the person at the terminal. Without one nobody has agreed: then `--yes` has to say so. */
export async function agreed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new CommandError('--yes is missing: there is no terminal on which to ask whether to write this.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
