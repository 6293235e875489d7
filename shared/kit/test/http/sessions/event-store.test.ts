import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLog, EventMemory } from '../../../src/http/sessions/event-store.ts';

const message = (text: string) => ({ jsonrpc: '2.0' as const, method: 'told', params: { text } });
const GET = '_GET_stream';

/** What comes after an event, as the SDK would send it. */
async function since(log: EventLog, id: string): Promise<string[]> {
  const sent: string[] = [];
  await log.replayEventsAfter(id, {
    async send(next) {
      sent.push(next);
    },
  });
  return sent;
}

describe('what a session has sent', () => {
  it('is sent again by stream, after the event that came last and in its order', async () => {
    const log = new EventLog(new EventMemory());
    const ids: string[] = [];
    for (const stream of ['a', 'b', 'a', GET, 'a']) ids.push(await log.storeEvent(stream, message(stream)));
    expect(await since(log, ids[0] ?? '')).toEqual([ids[2], ids[4]]);
    expect(await since(log, ids[1] ?? '')).toEqual([]);
    expect(await since(log, ids[3] ?? '')).toEqual([]);
    await expect(since(log, 'none')).rejects.toThrow(RangeError);
  });

  it('is told to who comes first where nobody was there to hear it', async () => {
    const log = new EventLog(new EventMemory());
    const unheard = [await log.storeEvent(GET, message('1')), await log.storeEvent(GET, message('2'))];
    expect(await since(log, log.heard)).toEqual(unheard);
    const gone = log.hear(log.heard);
    await log.storeEvent(GET, message('heard'));
    gone();
    const later = await log.storeEvent(GET, message('unheard again'));
    expect(await since(log, log.heard)).toEqual([later]);
  });

  it('counts as heard by who listens to that, not by who comes back for an answer', async () => {
    const log = new EventLog(new EventMemory());
    const answer = await log.storeEvent('a', message('answer'));
    const told = await log.storeEvent(GET, message('told'));
    log.hear(answer);
    expect(await since(log, log.heard)).toEqual([told]);
  });

  it('can be taken up after what was heard last, however much is sent to others meanwhile', async () => {
    const log = new EventLog(new EventMemory(), 5_000);
    const heard = await log.storeEvent(GET, message('heard'));
    for (let n = 0; n < 100; n++) await log.storeEvent('a', message('x'.repeat(100)));
    expect(log.keeps(heard)).toBe(true);
    const missed = await log.storeEvent(GET, message('missed'));
    expect(await since(log, heard)).toEqual([missed]);
  });

  it('is no longer counted once the session has ended, also what is sent then', async () => {
    const memory = new EventMemory();
    const log = new EventLog(memory);
    await log.storeEvent('a', message('x'));
    log.close();
    await log.storeEvent('a', message('late'));
    expect([memory.bytes, log.bytes]).toEqual([0, 0]);
  });

  it('gives way where all of it together is too much, first of who keeps most', async () => {
    const memory = new EventMemory(10_000);
    const [small, large] = [new EventLog(memory), new EventLog(memory)];
    const id = await small.storeEvent('a', message('mine'));
    for (let n = 0; n < 100; n++) await large.storeEvent('a', message('x'.repeat(300)));
    expect(small.keeps(id)).toBe(true);
    expect(memory.bytes).toBeLessThanOrEqual(10_000);
  });
});

it('nothing is ever missing after an event that is kept, and no bound is passed', async () => {
  const event = fc.record({
    log: fc.nat({ max: 2 }),
    stream: fc.constantFrom('a', 'b', GET),
    length: fc.nat({ max: 3_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
      const memory = new EventMemory(8_000);
      const logs = [0, 1, 2].map(() => new EventLog(memory, 4_000));
      const sent = logs.map(() => [] as { id: string; stream: string }[]);
      for (const { log: at, stream, length } of events) {
        const id = await logs[at]?.storeEvent(stream, message('x'.repeat(length)));
        sent[at]?.push({ id: id ?? '', stream });
        expect(memory.bytes).toBeLessThanOrEqual(8_000);
        expect(memory.bytes).toBe(logs.reduce((sum, { bytes }) => sum + bytes, 0));
        expect(logs.every(({ bytes }) => bytes <= 4_000)).toBe(true);
      }
      for (const [at, log] of logs.entries()) {
        for (const [index, { id, stream }] of (sent[at] ?? []).entries()) {
          if (!log.keeps(id)) continue;
          const later = sent[at]?.slice(index + 1).filter((event) => event.stream === stream);
          expect(await since(log, id)).toEqual(later?.map((event) => event.id));
        }
      }
    }),
  );
});
