import { describe } from 'vitest';
import { hasMariaDb } from './mariadb-server.ts';
import { startMariaDb } from './stream/bases.ts';
import { sameAs } from './stream/same-as.ts';

describe.skipIf(!hasMariaDb)('MariaDB', () => sameAs('mysql2', startMariaDb));
