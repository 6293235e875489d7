import { ToolError } from '@ashlar/kit/errors';
import type { PoolConnection } from 'mysql2';
import { say } from './session.ts';

const READS = new Set(['USAGE', 'SELECT', 'SHOW VIEW', 'SHOW DATABASES', 'SHOW_ROUTINE', 'PROCESS']);
const HINT =
  "Make one that only reads: CREATE USER reader IDENTIFIED BY '…'; GRANT SELECT, SHOW VIEW ON shop.* TO reader; and use it in the URL.";

/** No gate of ours is as sure as a login that may not. Throws `forbidden` for one that may do more than read. */
export async function checkLogin(connection: PoolConnection): Promise<void> {
  const grants = (await say(connection, 'SHOW GRANTS')).map((row) => String(Object.values(row)[0]));
  const privileges = grants.flatMap((grant) =>
    (/^GRANT (.+?) ON /.exec(grant)?.[1] ?? '').split(/,\s*(?![^(]*\))/),
  );
  const more = privileges
    .map((one) => one.replace(/ \(.*/, ''))
    .filter((one) => one !== '' && !READS.has(one));
  if (more.length === 0) return;
  throw new ToolError(
    'forbidden',
    `The login may do more than read: ${[...new Set(more)].slice(0, 5).join(', ')}.`,
    {
      hint: HINT,
    },
  );
}
