import { readKeyUse } from '@ashlar/kit/key-use';
import { newKey, type StoredKey } from '@ashlar/kit/keys';
import { CommandError, UsageError } from '../command-error.ts';
import { readArguments } from '../read-arguments.ts';
import { changeKeyFile, loadKeyFile } from './key-file.ts';
import { keyTable } from './key-table.ts';

const DAY = 24 * 60 * 60_000;
const ACTIONS = ['add', 'list', 'rotate', 'revoke'];
const DEFAULT_DAYS = 90;
const DEFAULT_GRACE_DAYS = 7;
/** What a server is called may have digits and hyphens, as those of `ashlar fork` have. */
const SCOPE = /^[a-z][a-z\d]*(?:-[a-z\d]+)*:(?:read|write|destroy|metrics)$/;

const text = { type: 'string' } as const;
const OPTIONS = { file: text, owner: text, tenant: text, scopes: text, days: text, grace: text };

interface Flags {
  file: string;
  owner?: string | undefined;
  tenant?: string | undefined;
  scopes?: string | undefined;
  days?: string | undefined;
  grace?: string | undefined;
}

/** `ashlar keys …`: makes, lists, replaces and revokes the keys in a file that servers read. */
export function keys(args: readonly string[]): void {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [action, id, more] = positionals;
  if (action === undefined) throw new UsageError('What to do is missing: add, list, rotate or revoke.');
  if (!ACTIONS.includes(action))
    throw new CommandError(`keys: there is no action '${action}'; there are ${ACTIONS.join(', ')}.`);
  const surplus = action === 'add' || action === 'list' ? id : more;
  if (surplus !== undefined) throw new CommandError(`keys ${action}: '${surplus}' is one word too many.`);
  const flags: Flags = { ...values, file: needed(values.file, '--file') };
  switch (action) {
    case 'add':
      return add(flags);
    case 'list':
      return void process.stdout.write(keyTable(loadKeyFile(flags.file), readKeyUse(flags.file)));
    case 'rotate':
      return rotate(needed(id, '<id>'), flags);
    case 'revoke':
      return revoke(needed(id, '<id>'), flags);
  }
}

function add(flags: Flags): void {
  const scopes = needed(flags.scopes, '--scopes')
    .split(',')
    .map((scope) => scope.trim());
  const wrong = scopes.find((scope) => !SCOPE.test(scope));
  if (wrong !== undefined)
    throw new CommandError(`--scopes: '${wrong}' is not a scope such as filesystem:read.`);
  const grant = {
    owner: needed(flags.owner, '--owner'),
    scopes,
    ...(flags.tenant !== undefined && { tenant: flags.tenant }),
  };
  const { key, stored } = issue(grant, days(flags.days, '--days', DEFAULT_DAYS));
  changeKeyFile(flags.file, (all) => [...all, stored]);
  show(key, stored);
}

/** The new key is good at once, and the old one for a while longer, so that no caller is cut off in between. */
function rotate(id: string, flags: Flags): void {
  const old = find(loadKeyFile(flags.file), id);
  const { owner, tenant, scopes } = old;
  const { key, stored } = issue(
    { owner, scopes, ...(tenant !== undefined && { tenant }) },
    days(flags.days, '--days', DEFAULT_DAYS),
  );
  const end = Date.now() + days(flags.grace, '--grace', DEFAULT_GRACE_DAYS) * DAY;
  const expiresAt = new Date(Math.min(end, Date.parse(old.expiresAt))).toISOString();
  changeKeyFile(flags.file, (all) => [
    ...all.map((each) => (each.id === id ? { ...each, expiresAt } : each)),
    stored,
  ]);
  show(key, stored);
  process.stderr.write(`The key ${id} ends ${expiresAt}.\n`);
}

function revoke(id: string, { file }: Flags): void {
  find(loadKeyFile(file), id);
  const revokedAt = new Date().toISOString();
  changeKeyFile(file, (all) => all.map((each) => (each.id === id ? { ...each, revokedAt } : each)));
  process.stderr.write(`The key ${id} is revoked: running servers refuse it from now on.\n`);
}

function issue(
  grant: Pick<StoredKey, 'owner' | 'scopes' | 'tenant'>,
  validDays: number,
): { key: string; stored: StoredKey } {
  const { id, key, hash } = newKey();
  const now = Date.now();
  const notBefore = new Date(now).toISOString();
  const expiresAt = new Date(now + validDays * DAY).toISOString();
  return { key, stored: { id, hash, ...grant, notBefore, expiresAt } };
}

/** The key alone goes to stdout, so that it can be piped into a secret store; it is never shown again. */
function show(key: string, { id, expiresAt }: StoredKey): void {
  process.stdout.write(`${key}\n`);
  process.stderr.write(`The key ${id} is good until ${expiresAt}. It is shown once: keep it now.\n`);
}

function find(all: readonly StoredKey[], id: string): StoredKey {
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new CommandError(`There is no key '${id}' in the file.`);
  return found;
}

function days(text: string | undefined, flag: string, fallback: number): number {
  const value = Number(text ?? fallback);
  if (!(value > 0 && value <= 3_650))
    throw new CommandError(`${flag}: must be a number of days from 1 to 3650.`);
  return value;
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is missing.`);
  return value;
}
