import type { Context } from '../context.ts';

const MOST = 100;

/** Names that begin with what was typed. A template does not tell which source is meant: all of them are looked at. */
export const complete = {
  source: async (typed: string, { sources }: Context) => begin(sources.names, typed),
  schema: async (typed: string, context: Context) => begin(await namesIn(context, 'schema'), typed),
  table: async (typed: string, context: Context) => begin(await namesIn(context, 'name'), typed),
};

async function namesIn({ sources, caller, signal }: Context, what: 'schema' | 'name'): Promise<string[]> {
  const lists = await Promise.allSettled(
    sources.names.map(async (name) => sources.get(name, caller).catalog({ signal })),
  );
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value.map((table) => table[what]) : []));
}

function begin(names: readonly string[], typed: string): string[] {
  const found = [...new Set(names)].filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
  return found.slice(0, MOST);
}
