import { afterEach, expect, it, vi } from 'vitest';
import type { Caller } from '../../src/context.ts';
import { handlesFor } from '../../src/state/handles.ts';
import { MemoryState } from '../../src/state/memory-state.ts';

const ann: Caller = { subject: 'ann', scopes: [], via: 'key' };

afterEach(() => void vi.useRealTimers());

it('a handle that lapses while it is open is taken by nobody, not even by all who try at once', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  const handles = handlesFor(new MemoryState(), 'approval', ann);
  const { handle } = await handles.mint('yes', 1_000);
  vi.advanceTimersByTime(999);
  const opened = [await handles.open(handle), await handles.open(handle)];
  vi.advanceTimersByTime(1);
  expect(await Promise.all(opened.map((each) => each?.take()))).toEqual([false, false]);
});
