import type { RestDesk } from './desk.ts';
import { proseAt } from './json-path.ts';
import type { Step } from './profile-parts.ts';
import { idOf, type Place } from './projects.ts';
import { placeValues } from './record.ts';

/** What a way of requests leads to; undefined where it ends before. */
export async function walk(
  desk: RestDesk,
  steps: readonly Step[],
  place: Place,
  { entry, signal }: { entry?: string | undefined; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  let at = entry;
  for (const [index, { request, take }] of steps.entries()) {
    if (index > 0 && at === undefined) return undefined;
    const values = { ...placeValues(place), ...(at === undefined ? {} : { entry: at }) };
    const { data } = await desk.ask(request, { id: idOf(place), values, signal });
    at = proseAt(data, take);
  }
  return at;
}
