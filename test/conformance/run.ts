import { basename } from 'node:path';
import { ROOT, serverPackages } from '../../scripts/check/workspace.ts';
import { ERAS, type Era } from './suite.ts';

/** The servers of the house, and the fixture with all that the suite looks for by name. */
export const SERVERS = ['everything', ...serverPackages(ROOT).map(({ folder }) => basename(folder))];

/** One run of the suite. */
export interface Run {
  server: string;
  transport: 'http' | 'stdio';
  era: Era;
}

export const RUNS: readonly Run[] = SERVERS.flatMap((server) =>
  (['http', 'stdio'] as const).flatMap((transport) => ERAS.map((era) => ({ server, transport, era }))),
);

export const titleOf = ({ server, transport, era }: Run) =>
  `${server}, ${transport === 'http' ? 'HTTP' : 'stdio'}, ${era}`;
