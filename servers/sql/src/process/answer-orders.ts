import { Worker } from 'node:worker_threads';
import { Policy } from '../policy/policy.ts';
import { type Failure, type Order, Refusal, type Reply, type Results } from './messages.ts';
import { WATCHDOG } from './program-url.ts';

export interface Answering {
  /** Throws `Refusal`, or what the database says. */
  obey(order: Order): Results[keyof Results] | Promise<Results[keyof Results]>;
  /** What the database threw, in our words. */
  toFailure(error: unknown): Failure;
}

/**
 * What a child does: it answers one order after the other, and cannot be interrupted while it does: who wants it to stop
 * ends it. A thread beside it ends it too, where it takes too much memory or where nobody is left to hear it.
 */
export function answerOrders(open: (path: string, policy: Policy) => Answering): void {
  const [path = '', memory = '', said = ''] = process.argv.slice(2);
  const { obey, toFailure } = open(path, new Policy(JSON.parse(said)));
  const workerData = { bytes: Number(memory), parent: process.ppid };
  new Worker(WATCHDOG, { workerData, execArgv: [] }).unref();

  const answer = async (order: Order): Promise<Reply> => {
    try {
      return { result: await obey(order) };
    } catch (error) {
      return {
        failure: error instanceof Refusal ? { kind: error.kind, words: error.message } : toFailure(error),
      };
    }
  };
  process.on('message', (order: Order) => void answer(order).then((reply) => process.send?.(reply)));
  // Not by exit(), which would end the thread beside it and then wait for a question that never ends.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
