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
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return JSON.parse(await textOf(answer));
  } catch (cause) {
    const host = URL.canParse(url) ? new URL(url).host : url;
    throw new CommandError(`${host} does not answer as a registry (${(cause as Error).message}).`, { cause });
  }
}

/** What is larger is not waited for: it may never end. */
async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
