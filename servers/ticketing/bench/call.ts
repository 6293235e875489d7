import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { modernRequest } from '@ashlar/kit/testing';

const agent = new Agent({ keepAlive: true });

/** What a tool answers over HTTP, as data. Rejects where it fails, and where nobody answers. */
export async function call(
  url: string,
  name: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const body = JSON.stringify(modernRequest(1, 'tools/call', { name, arguments: input }));
  const asking = request(url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      'content-length': Buffer.byteLength(body),
    },
  });
  asking.end(body);
  const [answered] = await once(asking, 'response');
  const said = await text(answered);
  const data = said.startsWith('{') ? said : (/^data: (.*)$/m.exec(said)?.[1] ?? '');
  if (answered.statusCode !== 200 || data === '') throw new Error(`${answered.statusCode}: ${said}`);
  const { result } = JSON.parse(data);
  if (result?.isError !== false && result?.structuredContent === undefined) throw new Error(data);
  return result.structuredContent;
}

/** Does work so many times, on so many lanes at once. Gives how many a second. */
export async function perSecond(
  { lanes, total }: { lanes: number; total: number },
  work: (at: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  const lane = async () => {
    while (next < total) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (total * 1_000) / (performance.now() - start);
}
