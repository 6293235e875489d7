import { ERAS, type Era } from './suite.ts';

export const SERVERS = ['everything', 'filesystem', 'sql', 'ticketing', 'vault'] as const;

/** One run of the suite. */
export interface Run {
  server: (typeof SERVERS)[number];
  transport: 'http' | 'stdio';
  era: Era;
}

export const RUNS: readonly Run[] = SERVERS.flatMap((server) =>
  (['http', 'stdio'] as const).flatMap((transport) => ERAS.map((era) => ({ server, transport, era }))),
);

export const titleOf = ({ server, transport, era }: Run) =>
  `${server}, ${transport === 'http' ? 'HTTP' : 'stdio'}, ${era}`;
