import { setTimeout as pause } from 'node:timers/promises';
import { whoOf } from '../src/tracker/tenant.ts';
import type { OwnTracker } from './own-desk.ts';

const SLOT_MS = 3;
const LATE_MS = 4;

const who = (name: string) => whoOf({ subject: name, tenant: 'acme', via: 'key' });

export const say = (line: string) => process.stdout.write(`${line}\n`);

export type Jobs = Readonly<Record<string, () => Promise<void>>>;

/** What processes do with one tracker at the same time. */
export function ownJobs(open: () => Promise<OwnTracker>, args: readonly string[]): Jobs {
  return {
    /** Claims tickets in turn, each at a time of its own, so that two do it at once, and says which it got. */
    async claim() {
      const [name = '', count = '0', start = '0'] = args;
      const tracker = await open();
      for (let number = 1; number <= Number(count); number++) {
        while (Date.now() < Number(start) + number * SLOT_MS);
        // Otherwise who lost one would be late for the next, and lose them all.
        if (Math.random() < 0.5) await pause(LATE_MS);
        const claimed = await tracker
          .claim(who(name), `OPS-${number}`, 60_000)
          .catch((error) => error.code as string);
        say(typeof claimed !== 'string' && !claimed.already ? `won ${number}` : String(claimed));
      }
      await tracker.close();
    },
    /** Creates one ticket many times at once, with one key. */
    async create() {
      const [count = '0'] = args;
      const tracker = await open();
      const draft = { title: 'Disk full', body: '' };
      const once = { intent: { key: 'the same', hash: 'h' } };
      const made = await Promise.all(
        Array.from({ length: Number(count) }, () => tracker.create(who('ann'), draft, once)),
      );
      for (const { id, replayed = false } of made) say(`${id} ${replayed}`);
      await tracker.close();
    },
    /** Writes until it is killed: says what it was told is done. */
    async write() {
      const tracker = await open();
      for (let at = 0; ; at++) {
        // Of this process alone: the one that was killed before it has written the same.
        const once = { intent: { hash: `${process.pid} ${at}` } };
        const { id, rev } = await tracker.create(
          who('ann'),
          { title: `Write ${at}`, body: 'b', labels: ['x'] },
          once,
        );
        say(`${id} ${rev}`);
        const comment = await tracker.comment(who('ann'), id, { body: 'c', visibility: 'internal' }, once);
        say(`${id} ${comment.rev}`);
        const moved = await tracker.transition(who('ann'), id, { to: 'done' }, { rev: comment.rev });
        say(`${id} ${moved.rev}`);
      }
    },
  };
}
