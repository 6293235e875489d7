import { createInterface } from 'node:readline';
import { CommandError, Interrupted } from '../command-error.ts';

/** Whether there is somebody who can be asked. */
export function isAnybodyThere(): boolean {
  return process.stdin.isTTY === true;
}

/** Asks the person at the terminal. Without one nobody has agreed: then `--yes` has to say so. */
export async function agreed(question: string): Promise<boolean> {
  if (!isAnybodyThere()) {
    throw new CommandError('--yes is missing: there is no terminal on which to ask whether to write this.');
  }
  return /^y(es)?$/i.test(await answerTo(`${question} [y/N] `));
}

/** What the person at the terminal types, without blanks around it. Throws `Interrupted` for Ctrl-C and Ctrl-D. */
export function answerTo(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve, reject) => {
    terminal.once('close', () => {
      process.stderr.write('\n');
      reject(new Interrupted('Nothing was written.'));
    });
    terminal.question(question, (answer) => {
      terminal.removeAllListeners('close').close();
      resolve(answer.trim());
    });
  });
}
