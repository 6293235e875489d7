import { connect } from 'node:net';
import type { PoolClient } from 'pg';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-CANCELREQUEST */
const CODE = 80_877_102;

/**
 * Asks the server to stop what a client waits for, over a connection of its own, which needs no login. Nothing comes
 * back: who asks cuts the client's connection some time later anyway.
 */
export function requestCancel(client: PoolClient): void {
  const { host, port, processID, secretKey } = client as unknown as {
    host: string;
    port: number;
    processID: number;
    secretKey: number;
  };
  const message = Buffer.alloc(16);
  for (const [at, word] of [message.length, CODE, processID, secretKey].entries())
    message.writeInt32BE(word, at * 4);
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const socket = connect(address, () => socket.end(message));
  socket.on('error', () => undefined);
  socket.unref();
}
