import { parentPort } from 'node:worker_threads';
import { runList } from './list-job.ts';
import { type Message, type Order, toFailure } from './messages.ts';
import { runSearch } from './search-job.ts';
import { Stream } from './stream.ts';

const send = (message: Message) => parentPort?.postMessage(message);

/** One job at a time: the pool sends the next when this one has ended. System calls here wait, and may. */
parentPort?.on('message', async ({ job, stop }: Order) => {
  const stream = new Stream(send, stop);
  try {
    stream.finish(job.kind === 'list' ? runList(job, stream) : await runSearch(job, stream));
  } catch (error) {
    send({ kind: 'failure', failure: toFailure(error) });
  }
});
