import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { keyIdOf, type ListedKey } from '../../../shared/cli/src/signed/key-ring.ts';
import { RING } from './ring.ts';

const USAGE = `npm run --silent release:key [<file of keys>]

Makes a pair of keys for releases. The public half is added to ${RING},
or to the file that is named; the private half is written to stdout and nowhere else, for the secret
ASHLAR_SIGNING_KEY of the workflow:

  npm run --silent release:key | gh secret set ASHLAR_SIGNING_KEY
`;

/** PKCS8 in base64, on one line. */
function makeKey(path: string): string {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const since = new Date().toISOString().slice(0, 10);
  const listed: ListedKey = { id: keyIdOf(pair.publicKey), algorithm: 'ed25519', publicKey, since };
  const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: ListedKey[] };
  writeFileSync(path, `${JSON.stringify({ keys: [...keys, listed] }, null, 2)}\n`);
  process.stderr.write(`The public half of ${listed.id} is in ${path}: commit it.\n`);
  return pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

const [path = RING] = process.argv.slice(2);
if (path === '--help') process.stderr.write(USAGE);
else process.stdout.write(`${makeKey(path)}\n`);
