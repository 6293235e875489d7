import type { Caller, Marks } from '../context.ts';
import { callerText, handlesFor } from './handles.ts';
import type { State } from './state.ts';

/**
 * Marks of one caller at one server. A person of a tenant has the same marks through whatever program they call; what
 * a mark holds is sealed where it is kept.
 */
export function marksFor(state: State, server: string, caller: Caller): Marks {
  const { client: _, ...person } = caller;
  const idOf = (name: string) => `mark ${server} ${callerText(person)} ${name}`;
  const sealed = (name: string) => handlesFor(state, `mark ${server} ${name}`, person);
  return {
    async set(name, data, ms) {
      const { handle } = await sealed(name).mint(data, ms);
      await state.keep(idOf(name), handle, ms);
    },
    async get(name, ms) {
      const handle = await state.kept(idOf(name));
      // What cannot be opened was set all the same.
      if (handle !== undefined) return { data: (await sealed(name).open(handle))?.data };
      return state.remembers() >= (isAlone(caller) ? 0 : ms) ? undefined : 'unknown';
    },
  };
}

/** The client of a stdio server began with it: nothing came before that could be forgotten. */
function isAlone({ via }: Caller): boolean {
  return via === 'stdio';
}
