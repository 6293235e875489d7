import { startSqlite } from './stream/bases.ts';
import { sameAs } from './stream/same-as.ts';

sameAs('better-sqlite3', startSqlite);
