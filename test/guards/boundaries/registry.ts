import type { Boundary } from '../guard.ts';

/** The registry that packages come from, and whoever publishes there. */
export const REGISTRY: Boundary = {
  name: 'registry',
  guards: [
    {
      name: 'unpinned-package',
      attack: 'A new version of a package does something else.',
      answer: 'Entries are pinned; one that is not is told of.',
      file: 'shared/entry-checks/src/package-ref.ts',
      code: 'if (version !== undefined) return [];',
      instead: 'return [];',
      test: {
        file: 'shared/entry-checks/test/entries.test.ts',
        title: 'a server that the registry decides on is told of: %s %s %s',
      },
    },
    {
      name: 'exchanged-package',
      attack: 'The registry has another package under the same name and version.',
      answer: 'Its hash is not the one in `ashlar.lock`, and it is not started.',
      file: 'shared/cli/src/doctor/exchanged-pin.ts',
      code: 'if (now !== undefined && now !== integrity) {',
      instead: 'if (false) {',
      test: {
        file: 'shared/cli/test/exchanged-pin.test.ts',
        title: 'a locked version that the registry has another hash of is told of, and no other one',
      },
    },
    {
      name: 'flag-in-a-lock',
      attack: 'The lock of a repository has a flag, a folder or an address to clone where a package belongs.',
      answer: 'npm is asked for nothing but a package in an exact version.',
      file: 'shared/cli/src/doctor/exchanged-pin.ts',
      code: "if (!('ref' in read) || read.ref.version === undefined)",
      instead: 'if (false)',
      test: {
        file: 'shared/cli/test/exchanged-pin.test.ts',
        title: 'a locked version that the registry has another hash of is told of, and no other one',
      },
    },
    {
      name: 'other-description',
      attack: 'A server says something else of its tools than when somebody looked at them.',
      answer: '`ashlar verify` compares all that it tells a model with `ashlar.lock`.',
      file: 'shared/cli/src/definitions/differences.ts',
      code: 'if (isDeepStrictEqual(before, now)) return [];',
      instead: 'return [];',
      test: { file: 'shared/cli/test/definitions.test.ts', title: 'is told as a person reads it: %s' },
    },
    {
      name: 'order-in-a-description',
      attack: 'The description of a tool gives the model orders.',
      answer: 'Texts that read like that are told of.',
      file: 'shared/cli/src/definitions/orders.ts',
      code: 'const found = pattern.exec(text)?.[0];',
      instead: 'const found = undefined as string | undefined;',
      test: { file: 'shared/cli/test/definitions.test.ts', title: 'that gives orders is told of: %s' },
    },
  ],
};
