import { describe, expect, it, vi } from 'vitest';
import type { AnyServer, Caller, ResourceDefinition } from '../../src/index.ts';
import { defineResource } from '../../src/index.ts';
import { listenedUris, subscribe } from '../../src/protocol/subscriptions.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import type { Notes } from '../fixture/notes.ts';

const FIRST = 'echo://note/first';
const LOCAL: Caller = { subject: 'local', scopes: [], via: 'stdio' };
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function watched(change: Partial<AnyServer> = {}) {
  const { host, entries } = await hostOf({ ...server, ...change } as AnyServer);
  const { notes } = (await host.domain()) as { notes: Notes };
  const changes: string[] = [];
  const told = (uri: string) => void changes.push(uri);
  const subscribeTo = (uri: string, caller = LOCAL) => host.watches.subscribe(uri, caller, told);
  return { host, entries, notes, changes, subscribeTo };
}

/** A resource whose watch is what the test says. */
function oddResource(watch: NonNullable<ResourceDefinition<unknown>['watch']>) {
  const read = async () => ({ contents: [] });
  return defineResource({ name: 'odd', title: 'Odd', description: 'Odd.', uri: 'odd://x', read, watch });
}

describe('a watch', () => {
  it('tells of a change to what is watched, and of nothing else', async () => {
    const { notes, changes, subscribeTo } = await watched();
    await subscribeTo(FIRST).started;
    notes.write('first', 'two');
    notes.write('second', 'two');
    expect(changes).toEqual([FIRST]);
  });

  it('is one, however many subscribe, and ends with the last of them', async () => {
    const { notes, subscribeTo } = await watched();
    const [one, other] = [subscribeTo(FIRST), subscribeTo(FIRST)];
    await Promise.all([one.started, other.started]);
    expect(notes.watching).toBe(1);
    one.stop();
    one.stop();
    await settled();
    expect(notes.watching).toBe(1);
    other.stop();
    await settled();
    expect(notes.watching).toBe(0);
  });

  it('is one of its own for each tenant, in the name of who is calling', async () => {
    const callers: Caller[] = [];
    const odd = oddResource(async (...[, , , caller]) => {
      callers.push(caller);
      return () => {};
    });
    const { subscribeTo } = await watched({ resources: [odd] });
    const acme = { ...LOCAL, tenant: 'acme' };
    for (const caller of [acme, LOCAL, acme, LOCAL]) await subscribeTo('odd://x', caller).started;
    expect(callers).toEqual([acme, LOCAL]);
  });

  it('begins again for who subscribes after it ended', async () => {
    const { notes, changes, subscribeTo } = await watched();
    subscribeTo(FIRST).stop();
    await subscribeTo(FIRST).started;
    await settled();
    expect(notes.watching).toBe(1);
    notes.write('first', 'two');
    expect(changes).toEqual([FIRST]);
  });

  it('that is only being started ends as soon as it can', async () => {
    const { notes, subscribeTo } = await watched();
    const { started, stop } = subscribeTo(FIRST);
    stop();
    await started;
    await settled();
    expect(notes.watching).toBe(0);
  });

  it('ends with the server, whatever still subscribes', async () => {
    const { host, notes, changes, subscribeTo } = await watched();
    await subscribeTo(FIRST).started;
    await host.close();
    expect(notes.watching).toBe(0);
    notes.write('first', 'two');
    expect(changes).toEqual([]);
  });

  it('tells nobody who does not listen any more', async () => {
    const { host, notes, changes, subscribeTo } = await watched();
    const { started, stop } = subscribeTo(FIRST);
    const others: string[] = [];
    await Promise.all([started, host.watches.subscribe(FIRST, LOCAL, (uri) => others.push(uri)).started]);
    stop();
    notes.write('first', 'two');
    expect(changes).toEqual([]);
    expect(others).toEqual([FIRST]);
  });

  it('tells whoever is told by one function once, and the others each', async () => {
    const { host, notes, changes, subscribeTo } = await watched();
    const others: string[] = [];
    const another = host.watches.subscribe(FIRST, LOCAL, (uri) => others.push(uri));
    await Promise.all([subscribeTo(FIRST).started, subscribeTo(FIRST).started, another.started]);
    notes.write('first', 'two');
    expect(changes).toEqual([FIRST]);
    expect(others).toEqual([FIRST]);
  });

  it('of one tenant tells no other, and none of those without one', async () => {
    const changed = new Map<string | undefined, () => void>();
    const odd = oddResource(async (...[, told, , { tenant }]) => {
      changed.set(tenant, told);
      return () => {};
    });
    const { host } = await watched({ resources: [odd] });
    const heard: (string | undefined)[] = [];
    for (const tenant of ['acme', 'globex', undefined]) {
      const caller = { ...LOCAL, ...(tenant === undefined ? {} : { tenant }) };
      await host.watches.subscribe('odd://x', caller, () => heard.push(tenant)).started;
    }
    for (const tenant of ['acme', undefined, 'globex']) changed.get(tenant)?.();
    expect(heard).toEqual(['acme', undefined, 'globex']);
  });
});

describe('what cannot be watched', () => {
  it.each(['echo://note/broken', 'echo://notes', 'no://such'])('is quietly not watched: %s', async (uri) => {
    const { notes, subscribeTo } = await watched();
    const { started, stop } = subscribeTo(uri);
    await started;
    expect(notes.watching).toBe(0);
    stop();
    await settled();
  });

  it('says why in the log, when it begins and when it ends', async () => {
    const failing = async () => () => expect.fail('cannot stop');
    const { host, entries, subscribeTo } = await watched({
      resources: [...(server.resources ?? []), oddResource(failing)],
    });
    await subscribeTo('echo://note/broken').started;
    const { started, stop } = subscribeTo('odd://x');
    await started;
    stop();
    await subscribeTo('odd://x').started;
    await host.close();
    expect(entries.map(({ error }) => (error as Error).message)).toEqual([
      'this note cannot be watched',
      'cannot stop',
      'cannot stop',
    ]);
  });
});

describe('a subscription', () => {
  it('watches every resource it names, and ends with all of them', async () => {
    const { host, notes } = await watched();
    const { started, stop } = subscribe(host, [FIRST, 'echo://note/second'], exchangeOf(), () => {});
    await started;
    expect(notes.watching).toBe(2);
    stop();
    await settled();
    expect(notes.watching).toBe(0);
  });

  it('of nobody’s caller watches nothing', async () => {
    const { host, entries, notes } = await watched();
    const watch = vi.spyOn(host.watches, 'subscribe');
    await subscribe(host, [FIRST], exchangeOf({ caller: undefined }), () => {}).started;
    expect(watch).not.toHaveBeenCalled();
    expect(notes.watching).toBe(0);
    expect(entries.at(-1)).toMatchObject({ message: 'call', resource: 'subscribe', outcome: 'forbidden' });
  });

  it('that ends while it is being started leaves nothing behind', async () => {
    let begin = (_stop: () => void) => {};
    const stopped = vi.fn();
    const slow = () => new Promise<() => void>((resolve) => (begin = resolve));
    const { host } = await watched({ resources: [oddResource(slow)] });
    const { started, stop } = subscribe(host, ['odd://x'], exchangeOf(), () => {});
    await settled();
    stop();
    await started;
    begin(stopped);
    await settled();
    expect(stopped).toHaveBeenCalledOnce();
  });
});

describe('the URIs of a message', () => {
  const listen = (notifications: unknown) => ({ method: 'subscriptions/listen', params: { notifications } });

  it.each([
    [listen({ resourceSubscriptions: ['a:1', 'a:2'] }), ['a:1', 'a:2']],
    [listen({ resourceSubscriptions: ['a:1', 5, null] }), ['a:1']],
    [listen({ resourceSubscriptions: 'a:1' }), []],
    [listen({ toolsListChanged: true }), []],
    [listen(null), []],
    [{ method: 'subscriptions/listen' }, []],
    [{ ...listen({ resourceSubscriptions: ['a:1'] }), method: 'resources/subscribe' }, []],
  ])('%j: %j', (message, uris) => {
    expect(listenedUris(message)).toEqual(uris);
  });

  it('are at most 100', () => {
    expect(listenedUris(listen({ resourceSubscriptions: Array(500).fill('a:1') }))).toHaveLength(100);
  });
});
