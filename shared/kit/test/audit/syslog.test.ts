import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { syslogMessage } from '../../src/audit/syslog/syslog-message.ts';
import { call } from '../../src/call/call.ts';
import { freePort } from '../../src/testing/servers/free-port.ts';
import { verified } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';
import { hasRsyslog, startRsyslog } from '../fixture/rsyslog.ts';

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(20);
}

const lines = (bytes: Buffer) => bytes.toString().trimEnd().split('\n').filter(Boolean);

describe.skipIf(!hasRsyslog)('a syslog server (needs rsyslogd)', () => {
  it('receives every line byte for byte, as RFC 5424 has it', async () => {
    const port = await freePort();
    const rsyslog = await startRsyslog(port);
    const { host } = await hostOf(server, ['--audit', `syslog://127.0.0.1:${port}`]);
    for (let requestId = 0; requestId < 100; requestId++) {
      const args = { text: `grüße "]\\ ${'x'.repeat(requestId * 200)}` };
      await call(host, operationOf({ arguments: args }), exchangeOf({ requestId }));
    }
    await host.close();
    await until(() => lines(rsyslog.messages()).length === 102);
    expect(verified([rsyslog.messages()])).toMatchObject({ lines: 102, findings: [] });
    expect(lines(Buffer.from(rsyslog.heads()))[1]).toBe(
      '110 ashlar-echo audit [origin software="ashlar-echo" swVersion="0.0.0"][meta sequenceId="2"]',
    );
  });

  it('that goes away and comes back receives what was said in the meantime', async () => {
    const port = await freePort();
    const first = await startRsyslog(port);
    const { host } = await hostOf(server, ['--audit', `syslog://127.0.0.1:${port}`]);
    await until(() => lines(first.messages()).length === 1);
    await first.stop();
    await wait(100);
    await call(host, operationOf(), exchangeOf({ requestId: 'in between' }));
    const second = await startRsyslog(port);
    await until(() => lines(second.messages()).length === 1);
    expect(second.messages().toString()).toContain('in between');
    expect(verified([Buffer.concat([first.messages(), second.messages()])]).findings).toEqual([]);
    await host.close();
  });
});

/** A peer that accepts connections and can be told to read nothing. */
async function peer() {
  const sockets: Socket[] = [];
  const received: Buffer[] = [];
  const listener = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => received.push(chunk));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listener.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = listener.address() as { port: number };
  return { listener, sockets, port, text: () => Buffer.concat(received).toString() };
}

describe('a syslog server that cannot be reached', () => {
  it('at the start ends the start', async () => {
    const port = await freePort();
    await expect(hostOf(server, ['--audit', `syslog://127.0.0.1:${port}`])).rejects.toThrow(
      `--audit: syslog://127.0.0.1:${port} does not answer (ECONNREFUSED).`,
    );
  });

  it.each([
    ['', { failed: 'unavailable' }],
    ['reads', { shaped: 'value' }],
  ])('later: lines wait, up to a bound, and then calls do (--audit-full %s)', async (policy, read) => {
    const { listener, sockets, port, text } = await peer();
    const args = policy === '' ? [] : ['--audit-full', policy];
    const { host, entries } = await hostOf(server, ['--audit', `syslog://127.0.0.1:${port}`, ...args]);
    await until(() => text().includes('started'));
    listener.close();
    for (const socket of sockets) socket.destroy();
    await wait(50);
    const ask = (change = {}) =>
      call(host, operationOf({ arguments: { text: 'x'.repeat(4_000) }, ...change }), exchangeOf());
    for (let at = 0; at < 70; at++) await ask();
    expect(await ask({ access: 'write' })).toEqual({ failed: 'unavailable' });
    expect(await ask()).toEqual(read);
    expect(entries).toContainEqual(expect.objectContaining({ message: 'audit cannot be delivered' }));
    listener.listen(port, '127.0.0.1');
    await until(() => text().includes('"resumed"'));
    expect(await ask()).toEqual({ shaped: 'value' });
    await host.close();
    const sent = text()
      .replaceAll(/\d+ <110>1 [^{]*?\]\[meta sequenceId="\d+"\] /g, '\n')
      .trim();
    expect(verified([Buffer.from(`${sent}\n`)]).findings).toEqual([]);
  });
});

describe('a message', () => {
  it('says its length in bytes, and carries the line as it is', () => {
    const about = { seq: 2_147_483_648, program: { name: 'ashlar-a"b]c\\d', version: '1' } };
    const [, length, message = ''] = /^(\d+) (.*)$/.exec(syslogMessage('{"a":"ü"}', about).toString()) ?? [];
    expect(Number(length)).toBe(Buffer.byteLength(message));
    expect(message).toMatch(
      /^<110>1 \d{4}-\d\d-\d\dT[\d:.]+Z [!-~]+ ashlar-a"b\]c\\d \d+ audit \[origin software="ashlar-a\\"b\\\]c\\\\d" swVersion="1"\]\[meta sequenceId="1"\] \{"a":"ü"\}$/,
    );
  });
});
