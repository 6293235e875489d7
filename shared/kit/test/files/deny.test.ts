import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeny } from '../../src/files/guard/deny.ts';
import { DEFAULT_ALLOW } from '../../src/files/guard/deny-defaults.ts';
import { refusalOf } from './arena.ts';

const SECRETS = [
  '.env',
  '.env.local',
  '.env.production',
  'id_rsa',
  'id_ed25519',
  'server.pem',
  'tls.key',
  'store.p12',
  'passwords.kdbx',
  'app.keystore',
  'login.ppk',
  '.git',
  '.git/config',
  '.git/hooks/pre-commit',
  '.git-credentials',
  '.ssh/config',
  '.gnupg/pubring.kbx',
  '.netrc',
  '_netrc',
  '.npmrc',
  '.pypirc',
  '.pgpass',
  '.htpasswd',
  '.aws/credentials',
  '.docker/config.json',
  '.kube/config',
  '.cargo/credentials.toml',
  '.config/gcloud/access_tokens.db',
  'prod.tfstate',
  'prod.tfstate.backup',
  'credentials.json',
  'service-account-7.json',
];
const HARMLESS = [
  '',
  'a',
  'env',
  '.environment',
  'id_rsa.pub',
  'pem',
  'keys/readme.md',
  '.gitignore',
  '.github/workflows/ci.yml',
  'git/config',
  '.aws/config',
  'docker/config.json',
  'config.json',
  'monkey.txt',
  '.env.example',
  'deep/.env.sample',
  '.env.template',
  '.sshrc',
  '__proto__',
];

describe('the defaults', () => {
  const denied = createDeny({ deny: ['.\u00E9nv'] });

  it.each(SECRETS)('protect %s', (path) => {
    expect(denied(path)).toBe(true);
    expect(denied(`some/where/${path}`)).toBe(true);
    expect(denied(`${path}/below`)).toBe(true);
  });

  it('leave everything else', () => {
    expect(HARMLESS.filter(denied)).toEqual([]);
  });

  it('let no spelling of a protected name pass', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        folders(),
        folders(),
        disguise(),
        (secret, above, below, dress) => {
          const disguised = secret.split('/').map(dress).join('/');
          expect(denied([...above, disguised, ...below].join('/'))).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['a stream of Windows', '.env::$DATA'],
    ['a named stream of Windows', 'a/.env:copy/b'],
    ['a dropped dot before a stream', '.env.:x'],
    ['a protected name behind a colon', 'a:b.pem'],
    ['an invisible character', '.g\u200Cit/config'],
    ['full width', '\uFF0E\uFF45\uFF4E\uFF56'],
    ['a script capital', '.\u2130nv'],
    ['a split accent', 'a/.e\u200D\u0301nv'],
    ['long s', '.\u017Fsh/config'],
    ['dotless i', '\u0131d_rsa'],
    ['a slash in disguise', 'a\u2100.env\uFF0F.env'],
  ])('see through %s', (_, path) => {
    expect(denied(path)).toBe(true);
  });

  it('judge each folder anew, in whatever order they are asked about', () => {
    const walk = ['.git/a', '.git/b', 'src/a', '.git/c', 'src/.env', 'src/b', 'a/.ssh/b', 'a/b'];
    expect(walk.map(denied)).toEqual([true, true, false, true, true, false, true, false]);
  });
});

describe('patterns of the operator', () => {
  it('are added to the defaults', () => {
    const denied = createDeny({ deny: ['*.secret', 'private/**', '/Top', 'vault/'] });
    expect(
      ['a.SECRET', 'x/a.secret', 'private', 'private/a', 'top/a', 'x/vault/a', '.env'].filter(denied),
    ).toEqual(['a.SECRET', 'x/a.secret', 'private', 'private/a', 'top/a', 'x/vault/a', '.env']);
    expect(['x/private/a', 'x/top', 'secret'].filter(denied)).toEqual([]);
  });

  it('lift a rule of the same name, which opens nothing below it', () => {
    const denied = createDeny({ allow: ['.npmrc', '.ssh'] });
    expect(['.npmrc', 'a/.npmrc', '.ssh', '.ssh/config'].filter(denied)).toEqual([]);
    expect(['.ssh/id_rsa', '.npmrc/.env', '.git/.npmrc'].filter((path) => !denied(path))).toEqual([]);
  });

  it('lift the rules of the folders above when they name a path', () => {
    const denied = createDeny({ allow: ['deploy/.ssh/known_hosts', 'fixtures/**'] });
    expect(['deploy/.ssh/known_hosts', 'fixtures/.env', 'fixtures/.git/config'].filter(denied)).toEqual([]);
    expect(['deploy/.ssh', 'deploy/.ssh/config', 'x/fixtures/.env'].filter((path) => !denied(path))).toEqual(
      [],
    );
  });

  it('can switch every rule off', () => {
    const denied = createDeny({ allow: ['**'] });
    expect(SECRETS.filter(denied)).toEqual([]);
  });

  it('are refused when they are no globs', () => {
    expect(refusalOf(() => createDeny({ deny: [''] })).code).toBe('invalid_input');
    expect(refusalOf(() => createDeny({ allow: ['{a,b}'.repeat(9)] })).code).toBe('invalid_input');
  });
});

/** Folders around and below a secret, those of the allowed names among them. */
function folders(): fc.Arbitrary<string[]> {
  const name = fc.oneof(fc.constantFrom('a', 'é', 'with blank', '...', ...DEFAULT_ALLOW), fc.uuid());
  return fc.array(name, { maxLength: 3 });
}

/** Other spellings of one name: case, compatibility forms, invisible characters, dropped ends. */
function disguise(): fc.Arbitrary<(name: string) => string> {
  const char = fc.constantFrom<((char: string) => string)[]>(
    (c) => c,
    (c) => c.toUpperCase(),
    (c) => (/[!-~]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c),
    (c) => `${c}\u200D`,
    (c) => `\uFEFF${c}`,
  );
  const end = fc.constantFrom('', '', '.', ' ', '. .', '::$DATA', ' :x');
  return fc.tuple(fc.array(char, { minLength: 1, maxLength: 40 }), end).map(
    ([dresses, last]) =>
      (name) =>
        [...name].map((c, at) => (dresses[at % dresses.length] as (char: string) => string)(c)).join('') +
        last,
  );
}
