import type { Log } from '../log/log.ts';
import { commandOf, type Named } from '../manifest.ts';

/** The program that connects to a store, and where it comes from. */
export interface Program {
  package: string;
  command: string;
  log: Pick<Log, 'info' | 'warn'>;
}

/** A server as a program: one package, one command. */
export function programOf(server: Pick<Named, 'manifest'>, log: Program['log']): Program {
  return { package: server.manifest.name, command: commandOf(server), log };
}
