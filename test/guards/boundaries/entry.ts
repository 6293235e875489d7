import type { Boundary } from '../guard.ts';

const ENTRIES = 'shared/entry-checks/test/entries.test.ts';

/** An entry of a host’s configuration: a command that will run with all rights of its user. */
export const ENTRY: Boundary = {
  name: 'entry',
  guards: [
    {
      name: 'launcher-runs-code',
      attack: 'A launcher that is allowed is told to run any line, as by `npx -c` (CVE-2026-40933).',
      answer: 'Of each launcher the grammar of its arguments is known, and nothing else passes.',
      file: 'shared/entry-checks/src/launchers/npx.ts',
      code: 'if (!grammar.packages.test(name)) {',
      instead: 'if (false) {',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'launcher-flag' },
    },
    {
      name: 'script-in-a-flag',
      attack: '`node -e` brings code in place of a script.',
      answer: 'A script stands first, and by its file.',
      file: 'shared/entry-checks/src/launchers/node.ts',
      code: "if (script.startsWith('-'))\n    return",
      instead: 'if (false) return',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'launcher-flag' },
    },
    {
      name: 'shell-as-command',
      attack: 'The command is a shell.',
      answer: 'It is refused, as is any program whose grammar is not known.',
      file: 'shared/entry-checks/src/check-entry.ts',
      code: 'if (SHELLS.test(name)) {',
      instead: 'if (false) {',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'shell' },
    },
    {
      name: 'word-for-a-shell',
      attack: 'An argument has what means something to a shell that comes in between (`npx.cmd` on Windows).',
      answer: 'Such characters are refused in every word.',
      file: 'shared/entry-checks/src/shell-characters.ts',
      code: 'if (found === undefined) return [];',
      instead: 'return [];',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'shell-character' },
    },
    {
      name: 'variable-runs-code',
      attack: '`NODE_OPTIONS`, `LD_PRELOAD` or a registry is set in the environment of an entry.',
      answer: 'Variables that make programs load, run or trust something else are refused.',
      file: 'shared/entry-checks/src/environment.ts',
      code: '!RUNS_CODE.some((pattern) => pattern.test(name.toUpperCase()))',
      instead: 'true',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'environment-variable' },
    },
    {
      name: 'variable-of-every-object',
      attack:
        'A file of a repository has a key `__proto__`, and below it variables that every program gets then.',
      answer: 'A file of TOML with such a key is not read.',
      file: 'shared/cli/src/host-files/toml-format.ts',
      code: "keysOf(node).includes('__proto__')",
      instead: 'false',
      test: {
        file: 'shared/cli/test/host-files/host-file.test.ts',
        title: 'a key whose value would be one of every object',
      },
    },
    {
      name: 'container-with-the-machine',
      attack: 'A container is given the root of the machine, or Docker’s own socket.',
      answer: 'Such mounts are refused.',
      file: 'shared/entry-checks/src/launchers/docker-mount.ts',
      code: '&& !TOO_MUCH.test(path)',
      instead: '',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'docker-mount' },
    },
    {
      name: 'look-alike-name',
      attack: 'A package is called as a well-known one but for a slip.',
      answer: 'Its name is compared with theirs, character by character.',
      file: 'shared/entry-checks/src/look-alike.ts',
      code: 'if (meant === undefined',
      instead: 'if (true || meant === undefined',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'look-alike' },
    },
    {
      name: 'look-alike-letter',
      attack: 'A name has a Cyrillic letter that looks like a Latin one.',
      answer: 'Names and flags are ASCII, and words do not mix scripts.',
      file: 'shared/entry-checks/src/characters.ts',
      code: 'if (isMixed(text) || DISGUISED.test(text) || (strict && /[^\\x20-\\x7e]/.test(text))) {',
      instead: 'if (false) {',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'homoglyph' },
    },
    {
      name: 'plain-http',
      attack: 'A server is reached over http, and what it says is changed on its way.',
      answer: 'Only this machine is reached without https.',
      file: 'shared/entry-checks/src/remote.ts',
      code: "if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {",
      instead: 'if (false) {',
      test: { file: ENTRIES, title: 'is refused as %s: %s', row: 'url-insecure' },
    },
  ],
};
