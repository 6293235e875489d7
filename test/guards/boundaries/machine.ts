import type { Boundary } from '../guard.ts';

/** Other processes on the same machine, and other people with an account on it. */
export const MACHINE: Boundary = {
  name: 'machine',
  guards: [
    {
      name: 'swapped-folder',
      attack:
        'A process moves a folder out of the root, or swaps it for a link, between the check and the use.',
      answer: 'What is used is held by descriptor, and where it is then is checked.',
      file: 'shared/kit/src/files/guard/resolve.ts',
      code: 'const real = grip.real();',
      instead: 'const real = expected;',
      test: {
        file: 'shared/kit/test/files/guard-moments.test.ts',
        title: 'a folder is moved out of the root while it is held',
      },
    },
    {
      name: 'link-for-an-audit',
      attack: 'The audit is made a link to another file.',
      answer: 'A link is refused, and so is a file that others may write.',
      file: 'shared/kit/src/audit/file/regular-file.ts',
      code: "(process.platform === 'win32' || (Number(stat.mode) & OTHERS_WRITE) === 0)",
      instead: 'OTHERS_WRITE > 0',
      test: { file: 'shared/kit/test/audit/file.test.ts', title: 'that is %s is refused in one sentence' },
    },
    {
      name: 'changed-line',
      attack: 'A line of the audit is changed.',
      answer: 'It has no more the hash that it carries.',
      file: 'shared/kit/src/audit/line.ts',
      code: 'if (hash === undefined || hash !== sha256(bytes.subarray(0, end))) return undefined;',
      instead: 'if (hash === undefined) return undefined;',
      test: { file: 'shared/kit/test/audit/verify.test.ts', title: 'any byte that is changed is found' },
    },
    {
      name: 'forged-line',
      attack: 'A line of the audit is replaced by one with a good hash of its own.',
      answer: 'The next line carries the hash of the one before.',
      file: 'shared/kit/src/audit/verifier.ts',
      code: 'return prev === link.hash\n    ? undefined\n    :',
      instead: 'return prev !== undefined ? undefined :',
      test: {
        file: 'shared/kit/test/audit/verify.test.ts',
        title: 'a line that was forged with a good hash of its own is found by the next',
      },
    },
    {
      name: 'cut-audit',
      attack: 'The end of the audit is cut.',
      answer: 'A hash that was noted elsewhere has to occur.',
      file: 'shared/kit/src/audit/verifier.ts',
      code: 'for (const head of this.#heads) {',
      instead: 'for (const head of []) {',
      test: {
        file: 'shared/kit/test/audit/verify.test.ts',
        title: 'an end that is cut is found by a head that was noted, and by nothing else',
      },
    },
    {
      name: 'unrecorded-call',
      attack: 'A call is made while nothing can be recorded.',
      answer: 'It is refused.',
      file: 'shared/kit/src/call/call.ts',
      code: 'entry.admit();',
      instead: '',
      test: {
        file: 'shared/kit/test/audit/file.test.ts',
        title: 'is left alone by who has lost the lock, and its calls are refused',
      },
    },
  ],
};
