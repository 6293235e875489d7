import { describe, expect, it } from 'vitest';
import { call } from '../../src/call/call.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

/** Calls what answers with so many bytes of JSON, two of them quotation marks. */
async function answerOf(bytes: number, ...args: string[]) {
  const { host } = await hostOf(server, args);
  const shape = () => 'é'.repeat((bytes - 2) / 2);
  return call(host, operationOf({ shape, fail: ({ message }) => message }), exchangeOf());
}

describe('the largest result', () => {
  it('is what the operator says, in bytes as they are sent', async () => {
    expect(await answerOf(64 * 1_024, '--limit-result', '64')).toHaveLength(64 * 512 - 1);
    expect(await answerOf(64 * 1_024 + 2, '--limit-result', '64')).toBe('The result is larger than 64 KB.');
  });

  it('is 8 MiB where nothing is said, and never more', async () => {
    expect(await answerOf(8 * 1_024 * 1_024)).toHaveLength(4 * 1_024 * 1_024 - 1);
    expect(await answerOf(8 * 1_024 * 1_024 + 2)).toBe('The result is larger than 8 MiB.');
    await expect(hostOf(server, ['--limit-result', '8193'])).rejects.toThrow('--limit-result');
  });
});
