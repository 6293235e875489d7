import { join } from 'node:path';
import { startHttp } from '@ashlar/kit/testing';
import { type Balancer, startBalancer } from './balancer.ts';

const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');
const FREE = ['--limit', 'off', '--limit-tenant', 'off', '--limit-concurrent', 'off'];

/** Instances of the server on one database, behind one address. */
export interface Fleet {
  balancer: Balancer;
  /** Ends one in the middle of whatever it does. */
  kill(at: number): void;
  stop(): Promise<void>;
}

/** So many of them, on the same tables. */
export async function startFleet(size: number, url: string, schema: string): Promise<Fleet> {
  const args = ['--backend', 'postgres', '--database-schema', schema, ...FREE];
  const command = { command: process.execPath, args: [PROGRAM, ...args], env: { ASHLAR_DATABASE_URL: url } };
  const instances = await Promise.all(Array.from({ length: size }, () => startHttp(command)));
  const balancer = await startBalancer(instances.map((instance) => instance.url));
  return {
    balancer,
    kill: (at) => void instances[at]?.raw.process.kill('SIGKILL'),
    async stop() {
      await balancer.stop();
      await Promise.all(instances.map((instance) => instance.stop()));
    },
  };
}
