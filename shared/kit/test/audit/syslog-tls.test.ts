import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder } from '../fixture/audit.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start } from '../fixture/raw.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A TLS server with a certificate for `localhost` that it has signed itself, and what it was sent. */
async function secureServer() {
  const work = folder();
  const [key, certificate] = [join(work, 'key.pem'), join(work, 'certificate.pem')];
  const args =
    '-x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  execFileSync('openssl', ['req', ...args.split(' '), '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  let text = '';
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk;
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  return {
    target: `syslog+tls://localhost:${(server.address() as AddressInfo).port}`,
    certificate,
    text: () => text,
  };
}

describe.skipIf(!hasOpenssl)('syslog+tls (needs openssl)', () => {
  it('speaks to a server whose certificate is trusted', async () => {
    const { target, certificate, text } = await secureServer();
    const server = start(echoCommand(['--audit', target], { NODE_EXTRA_CA_CERTS: certificate }));
    server.process.stdin.end();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(text()).toMatch(/^\d+ <110>1 .*"started".*"stopped"/s);
  });

  it('sends nothing to one whose certificate is not', async () => {
    const { target, text } = await secureServer();
    const server = start(echoCommand(['--audit', target]));
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr()).toMatch(
      /^ashlar-echo: --audit: syslog\+tls:\/\/localhost:\d+ does not answer \(/,
    );
    expect(text()).toBe('');
  });
});
