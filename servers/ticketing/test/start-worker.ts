import { fork } from 'node:child_process';
import { join } from 'node:path';

/** A process that does a job of one of the workers beside this file, and what it has said until it ended. */
export function startWorker(program: string, ...args: string[]) {
  const child = fork(join(import.meta.dirname, program), args, { silent: true });
  let [said, wrong] = ['', ''];
  child.stdout?.on('data', (text) => {
    said += text;
  });
  child.stderr?.on('data', (text) => {
    wrong += text;
  });
  const ended = new Promise<string[]>((resolve) =>
    child.on('close', () => resolve(said.split('\n').filter((line) => line !== ''))),
  );
  /** Resolves when it has said so many lines. */
  const lines = (count: number) =>
    new Promise<void>((resolve) =>
      child.stdout?.on('data', () => said.split('\n').length > count && resolve()),
    );
  return { child, ended, lines, begun: lines(1), wrong: () => wrong };
}

export type Worker = ReturnType<typeof startWorker>;
