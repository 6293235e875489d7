import { Writable } from 'node:stream';
import type { Log } from '../log/log.ts';

/**
 * Takes standard output for the protocol: the returned stream is the only way left to write to it. Whatever
 * else writes there, a dependency's `console.log` included, goes to the log.
 */
export function claimStdout(log: Log): Writable {
  const write = process.stdout.write.bind(process.stdout);
  const protocol = new Writable({
    decodeStrings: false,
    write: (chunk, encoding, done) => void write(chunk, encoding, done),
  });
  process.stdout.on('error', (error) => protocol.destroy(error));
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    log.warn('something wrote to standard output', { text: text.trimEnd() });
    const done = rest.findLast((argument) => typeof argument === 'function');
    if (done !== undefined) queueMicrotask(() => (done as () => void)());
    return true;
  }) as typeof process.stdout.write;
  return protocol;
}
