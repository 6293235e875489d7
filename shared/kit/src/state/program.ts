import type { Log } from '../log/log.ts';

/** The program that connects to a store, and where it comes from. */
export interface Program {
  package: string;
  command: string;
  log: Pick<Log, 'info' | 'warn'>;
}

/** A server as a program: one package, one command. */
export function programOf(server: string, log: Program['log']): Program {
  return { package: `@ashlar/${server}`, command: `ashlar-${server}`, log };
}
