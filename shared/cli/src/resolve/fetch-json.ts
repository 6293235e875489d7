import { CommandError } from '../command-error.ts';

/** Milliseconds that a registry may take. */
const PATIENCE_MS = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** JSON from an address; undefined where there is none under it. Throws `CommandError`. */
export async function fetchJson(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { accept: 'application/json' },
    });
    if (answer.status === 404) return undefined;
    const text = await answer.text();
    if (!answer.ok || text.length > MAX_BYTES) throw new Error(`status ${answer.status}`);
    return JSON.parse(text);
  } catch (cause) {
    const { host } = new URL(url);
    throw new CommandError(`${host} does not answer as a registry (${(cause as Error).message}).`, { cause });
  }
}
