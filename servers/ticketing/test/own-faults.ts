import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { anew, type OwnTracker, somebody } from './own-desk.ts';
import type { Worker } from './start-worker.ts';

/** Writes before each kill, where a second and a half allows so many. */
const WRITES = 200;
const MOST_MS = 1_500;

const ann = somebody('ann');

/** Tickets that several processes use. */
export interface Shared {
  tracker: OwnTracker;
  start(job: string, ...args: string[]): Worker;
  /** Fails where something is there by half. */
  checkWhole(): void | Promise<void>;
}

/** What holds where several processes do the same at once, and where one is ended in the middle of it. */
export function ownFaults(name: string, share: () => Promise<Shared>): void {
  describe(`${name}, for several processes`, () => {
    it('lets two claim a thousand tickets, and each has one winner', async () => {
      const { tracker, start } = await share();
      for (let at = 0; at < 1_000; at++)
        await tracker.create(ann, { title: `Ticket ${at}`, body: '' }, anew());
      const at = String(Date.now() + 1_000);
      const workers = ['bob', 'zoe'].map((name) => start('claim', name, '1000', at));
      const [bob = [], zoe = []] = await Promise.all(workers.map(({ ended }) => ended));
      const won = [bob, zoe].map((lines) => lines.filter((line) => line.startsWith('won')));
      expect(won.flat().sort()).toEqual(Array.from({ length: 1_000 }, (_, at) => `won ${at + 1}`).sort());
      expect([...bob, ...zoe].filter((line) => line === 'conflict')).toHaveLength(1_000);
      // Otherwise they were not at it at the same time.
      expect(won.every((lines) => lines.length > 0)).toBe(true);
      for (const [at, name] of ['bob', 'zoe'].entries()) {
        const number = won[at]?.[0]?.slice('won '.length);
        expect((await tracker.get(ann, `OPS-${number}`)).claimedBy).toBe(name);
      }
    }, 120_000);

    it('makes one ticket of fifty with one key, from four of them', async () => {
      const { tracker, start } = await share();
      const said = await Promise.all([13, 13, 12, 12].map((count) => start('create', String(count)).ended));
      const lines = said.flat();
      expect(lines).toHaveLength(50);
      expect(lines.filter((line) => line === 'OPS-1 false')).toHaveLength(1);
      expect(lines.filter((line) => line === 'OPS-1 true')).toHaveLength(49);
      expect((await tracker.search(ann, {}, { limit: 9 })).items).toHaveLength(1);
    }, 60_000);

    it('loses nothing that was answered, and leaves nothing half, when one is killed in the middle of writes', async () => {
      const { tracker, start, checkWhole } = await share();
      let writes = 0;
      for (let round = 0; round < 5; round++) {
        const worker = start('write');
        await worker.begun;
        await Promise.race([worker.lines(WRITES), pause(MOST_MS)]);
        await pause(Math.random() * 20);
        worker.child.kill('SIGKILL');
        const told = await worker.ended;
        writes += told.length;
        await checkWhole();
        for (const line of told) {
          const [id = '', rev = ''] = line.split(' ');
          expect(Number((await tracker.get(ann, id)).rev), line).toBeGreaterThanOrEqual(Number(rev));
        }
      }
      expect(writes).toBeGreaterThan(20);
    }, 60_000);
  });
}
