import type { ClientBase } from 'pg';

export interface Session {
  path: string;
  jit: string;
  /** Schemas in which a name without one is searched. */
  searched: string[];
}

const SESSION = `SELECT pg_catalog.current_setting('search_path') AS path, pg_catalog.current_setting('jit') AS jit,
  pg_catalog.current_schemas(true)::pg_catalog.text[] AS searched`;
/** With the path and `jit` of a session. */
export const SET_SESSION =
  "SELECT pg_catalog.set_config('search_path', $1, true), pg_catalog.set_config('jit', $2, true)";

/**
 * From here to where it is set back, names that we write are PostgreSQL's own, and definitions come with full names.
 * Nothing is compiled: of large statements about a few rows that would take most of the time.
 */
export async function pinSession(client: ClientBase): Promise<Session> {
  const { rows } = await client.query<Session>(SESSION);
  await client.query(SET_SESSION, ['', 'off']);
  return rows[0] ?? { path: '', jit: 'off', searched: [] };
}
