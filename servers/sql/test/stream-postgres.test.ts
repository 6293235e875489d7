import { describe } from 'vitest';
import { hasPostgres } from './postgres-server.ts';
import { startPostgres } from './stream/bases.ts';
import { sameAs } from './stream/same-as.ts';

describe.skipIf(!hasPostgres)('PostgreSQL', () => sameAs('pg', startPostgres));
