import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export const SAMPLE = join(import.meta.dirname, '..', 'sample');

/** The bytes of the sample shop, made of its script and of nothing else. */
export function sampleBytes(): Buffer {
  const database = new Database(':memory:');
  database.exec(readFileSync(join(SAMPLE, 'shop.sql'), 'utf8'));
  const bytes = database.serialize();
  database.close();
  return bytes;
}
