import type { StoredKey } from '@ashlar/kit/keys';

/** Keys for people: everything but the keys. */
export function keyTable(keys: readonly StoredKey[], uses: ReadonlyMap<string, number>): string {
  const rows = keys.map((key) => [
    key.id,
    key.owner,
    key.tenant ?? '-',
    key.scopes.join(','),
    key.expiresAt.slice(0, 10),
    lastUse(uses.get(key.id)),
    stateOf(key),
  ]);
  const all = [['id', 'owner', 'tenant', 'scopes', 'until', 'used', 'state'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** The day of the last call that any server knows of. */
function lastUse(time: number | undefined): string {
  return time === undefined ? 'never' : new Date(time).toISOString().slice(0, 10);
}

function stateOf({ notBefore, expiresAt, revokedAt }: StoredKey): string {
  const now = Date.now();
  if (revokedAt !== undefined) return 'revoked';
  if (now >= Date.parse(expiresAt)) return 'ended';
  return now < Date.parse(notBefore) ? 'not yet' : 'good';
}
