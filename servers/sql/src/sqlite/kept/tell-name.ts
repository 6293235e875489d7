import { KeptBack } from './kept-back.ts';

/** The same refusal with the name that it is about only where the asker wrote it: nobody learns a name from it. */
export function tellName(error: KeptBack, sql: string): KeptBack {
  const { name } = error.detail;
  if (name === undefined) return error;
  const column = name.slice(name.indexOf('.') + 1);
  const wrote = sql.toLowerCase().includes(column.toLowerCase());
  const { name: _, ...detail } = error.detail;
  return new KeptBack(error.why, wrote || error.why === 'masked' ? error.detail : detail);
}
