import { onPostgres } from './postgres-programs.ts';
import { startPostgres } from './stream/bases.ts';
import { sameAs } from './stream/same-as.ts';

onPostgres('PostgreSQL of $name', (programs) => sameAs('pg', () => startPostgres(programs)));
