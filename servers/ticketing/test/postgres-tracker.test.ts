import { ownContract } from './own-contract.ts';
import type { OpenDesk } from './own-desk.ts';
import { ownProperties } from './own-properties.ts';
import { ownSearch } from './own-search.ts';
import { openPostgres, postgresHost } from './postgres-desk.ts';
import { onPostgres } from './postgres-programs.ts';

onPostgres('PostgreSQL of $name', (programs) => {
  const host = postgresHost(programs);
  const open: OpenDesk = (desk) => openPostgres(host, desk);
  ownContract('PostgreSQL', open);
  ownProperties('PostgreSQL', open);
  ownSearch('PostgreSQL', open);
});
