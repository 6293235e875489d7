import { Worker } from 'node:worker_threads';
import { Policy } from '../policy/policy.ts';
import {
  type Failure,
  type Order,
  orderOf,
  Refusal,
  type Reply,
  type Results,
  replyFrame,
} from './messages.ts';
import { OrdersPipe } from './orders-pipe.ts';
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
export async function answerOrders(
  open: (path: string, policy: Policy) => Answering | Promise<Answering>,
): Promise<void> {
  const [path = '', memory = '', said = ''] = process.argv.slice(2);
  const workerData = { bytes: Number(memory), parent: process.ppid };
  new Worker(WATCHDOG, { workerData, execArgv: [] }).unref();
  const { obey, toFailure } = await open(path, new Policy(JSON.parse(said)));
  const pipe = new OrdersPipe();

  const answer = async (order: Order): Promise<Reply> => {
    try {
      return { result: await obey(order) };
    } catch (error) {
      return {
        failure: error instanceof Refusal ? { kind: error.kind, words: error.message } : toFailure(error),
      };
    }
  };
  for (let order = pipe.next(); order !== undefined; order = pipe.next()) {
    pipe.answer(replyFrame(await answer(orderOf(order))));
  }
  // Nobody is left to ask. What the database still has under way goes with the process.
  process.kill(process.pid, 'SIGKILL');
}
