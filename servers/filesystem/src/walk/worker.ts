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
    const end = job.kind === 'list' ? runList(job, stream) : await runSearch(job, stream);
    send({ kind: 'end', end });
  } catch (error) {
    send({ kind: 'failure', failure: toFailure(error) });
  }
});
