import { startDuckdb } from './stream/bases.ts';
import { sameAs } from './stream/same-as.ts';

sameAs('@duckdb/node-api', startDuckdb);
