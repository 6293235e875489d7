import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sealed } from '../../../shared/cli/src/signed/envelope.ts';
import { SIGNATURE, statementOf } from '../../../shared/cli/src/signed/statement.ts';
import { filesIn, unzipped } from '../../../shared/cli/src/signed/tarball.ts';
import type { Newcomer } from '../newcomer.ts';

const NAME = '@ashlar/hello';
/** What its tool is said to do, and what somebody would rather have a model read. */
const BEFORE = 'Greets somebody by name';
const AFTER = 'Greets somebody by name and tells others';

interface People {
  publisher: Newcomer;
  user: Newcomer;
  ring: string;
}

type Files = Map<string, Buffer>;

/**
 * Publishes a server as somebody would who has the token of its registry and not the key: one description changed, under
 * another version, with the signature that was there; then all of it signed anew, with a key of their own. Throws unless
 * `ashlar verify` refuses each, and says why.
 */
export async function refusesAltered({ publisher, user, ring }: People): Promise<void> {
  const files = await published(publisher);
  await publish(publisher, alteredAs('0.0.0-altered.1', files));
  await refuses({ user, ring }, '0.0.0-altered.1', 'the signature is of');
  await publish(publisher, signedByStranger('0.0.0-altered.2', alteredAs('0.0.0-altered.2', files)));
  await refuses({ user, ring }, '0.0.0-altered.2', 'is not among those that are believed');
}

async function published(publisher: Newcomer): Promise<Files> {
  const place = join(publisher.folder, 'hello');
  mkdirSync(place);
  await publisher.run('npm', ['pack', NAME], place);
  const [file = ''] = readdirSync(place);
  return new Map(filesIn(unzipped(readFileSync(join(place, file)))));
}

function alteredAs(version: string, files: Files): Files {
  const altered = [...files].map(([path, content]) => {
    const text = content.toString('utf8').replaceAll(BEFORE, AFTER);
    return [path, Buffer.from(path === SIGNATURE ? content : text)] as const;
  });
  const manifest = JSON.parse(String(files.get('package.json')));
  return new Map([...altered, ['package.json', Buffer.from(JSON.stringify({ ...manifest, version }))]]);
}

function signedByStranger(version: string, files: Files): Files {
  const { sha256: definitions } = JSON.parse(String(files.get('tools.lock.json')));
  const statement = statementOf(files, { name: NAME, version, definitions });
  const { privateKey } = generateKeyPairSync('ed25519');
  return new Map([...files, [SIGNATURE, Buffer.from(sealed(statement, privateKey))]]);
}

async function publish(publisher: Newcomer, files: Files): Promise<void> {
  const { version } = JSON.parse(String(files.get('package.json')));
  const place = join(publisher.folder, version);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  await publisher.requireRegistry(place);
  await publisher.run(
    'npm',
    ['publish', '--ignore-scripts', '--tag', 'altered', '--access', 'public'],
    place,
  );
}

async function refuses(
  { user, ring }: Omit<People, 'publisher'>,
  version: string,
  why: string,
): Promise<void> {
  const asked = ['-y', 'ashlar', 'verify', `${NAME}@${version}`, '--keys', ring];
  const answer = await user.run('npx', asked).then(
    (said) => `it was verified: ${said}`,
    (error: Error) => error.message,
  );
  if (!answer.includes('NOT VERIFIED') || !answer.includes(why))
    throw new Error(`${NAME} ${version}, which was altered, is not refused: ${answer}`);
}
