import { symlinkSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

export interface Swapper {
  stop(): Promise<void>;
}

/**
 * Exchanges `target`, a file or folder, for a link to `elsewhere` and back, as fast as the disk allows, from
 * another thread. For moments nothing is there. Resolves once it is at work; on stop `target` is what it was.
 */
export function startSwapper(target: string, elsewhere: string): Promise<Swapper> {
  const link = `${target}.link`;
  symlinkSync(elsewhere, link);
  const turn = `
    fs.renameSync(target, aside);
    fs.renameSync(link, target);
    fs.renameSync(target, link);
    fs.renameSync(aside, target);`;
  return repeat(turn, { target, link, aside: `${target}.aside` });
}

/** The same for `link`, a link that leads to `one` and to `other` in turns and is never missing. */
export function startRelinker(link: string, one: string, other: string): Promise<Swapper> {
  symlinkSync(one, link);
  const turn = `
    for (const text of [other, one]) {
      fs.symlinkSync(text, next);
      fs.renameSync(next, link);
    }`;
  return repeat(turn, { link, next: `${link}.next`, one, other });
}

/** Repeats JavaScript in a thread of its own. As text: not every Node here could load this file in a worker. */
async function repeat(turn: string, words: Record<string, string>): Promise<Swapper> {
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const fs = require('node:fs');
    const { parentPort, workerData } = require('node:worker_threads');
    const { ${Object.keys(words).join(', ')} } = workerData.words;
    parentPort.postMessage('begun');
    while (Atomics.load(workerData.stopped, 0) === 0) {${turn}
    }`;
  const worker = new Worker(code, { eval: true, workerData: { words, stopped } });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('exit', () => resolve());
    worker.once('error', reject);
  });
  await Promise.race([new Promise((begun) => worker.once('message', begun)), ended]);
  return {
    stop() {
      Atomics.store(stopped, 0, 1);
      return ended;
    },
  };
}
