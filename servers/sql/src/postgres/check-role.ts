import { ToolError } from '@ashlar/kit/errors';
import { oneLine } from '@ashlar/kit/files';
import type { PoolClient } from 'pg';
import { pinSession } from './pin-session.ts';

const ROLE = `SELECT current_user AS name, r.rolsuper AS superuser,
  (SELECT coalesce(array_agg(g.rolname::text ORDER BY 1), '{}') FROM pg_roles g WHERE g.rolname IN
    ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_write_all_data', 'pg_signal_backend')
    AND pg_has_role(current_user, g.oid, 'MEMBER')) AS groups,
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm')
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owner
  FROM pg_roles r WHERE r.rolname = current_user`;

const HINT =
  "Make a role that only reads: CREATE ROLE reader LOGIN PASSWORD '…'; GRANT pg_read_all_data TO reader; and use it in the URL.";

/** No gate of ours is as sure as a role that may not. Throws `forbidden` for one that may do more than read. */
export async function checkRole(client: PoolClient): Promise<void> {
  // A role's own search_path may find other tables by these names.
  await pinSession(client);
  const { rows } = await client.query<{ name: string; superuser: boolean; groups: string[]; owner: boolean }>(
    ROLE,
  );
  const [role] = rows;
  if (role === undefined) throw new ToolError('forbidden', 'The role of the connection cannot be told.');
  const why = [
    ...(role.superuser ? ['is a superuser'] : []),
    ...(role.superuser ? [] : role.groups.map((group) => `belongs to ${group}`)),
    ...(role.owner && !role.superuser ? ['owns tables'] : []),
  ];
  if (why.length === 0) return;
  throw new ToolError('forbidden', `The role ${oneLine(role.name)} ${why.join(' and ')}.`, { hint: HINT });
}
