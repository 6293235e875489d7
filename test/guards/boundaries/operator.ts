import type { Boundary } from '../guard.ts';

/** Who starts a server and is trusted, but may slip. */
export const OPERATOR: Boundary = {
  name: 'operator',
  guards: [
    {
      name: 'open-port',
      attack: 'A server is started for everybody in the network, without authentication.',
      answer: 'It does not start: not on 0.0.0.0, and not on any other address but this machine’s.',
      file: 'shared/kit/src/http/serve-http.ts',
      code: 'refuseExposure(bind, host);',
      instead: '',
      test: {
        file: 'shared/kit/test/identity/refusals.test.ts',
        title: '%s is not bound without authentication',
      },
    },
    {
      name: 'strong-role',
      attack: 'A database role is given that may write, or read files.',
      answer: 'It is refused at the start, and told how to make one that only reads.',
      file: 'servers/sql/src/postgres/check-role.ts',
      code: 'if (why.length === 0) return;',
      instead: 'return;',
      test: {
        file: 'servers/sql/test/postgres-read-only.test.ts',
        title: 'does not start as %s, which may do more than read, and says what to do',
      },
    },
    {
      name: 'host-by-name',
      attack: 'An address is given in which the name of a tenant chooses the machine that is asked.',
      answer: 'Such an address stops the start.',
      file: 'servers/sql/src/source/parse-sources.ts',
      code: 'if (choosesHost(url)) {',
      instead: 'if (false) {',
      test: {
        file: 'servers/sql/test/tenants.test.ts',
        title: 'cannot be on a machine of the tenant’s choice',
      },
    },
    {
      name: 'mistyped-option',
      attack: 'An option that limits something is mistyped, and so left out.',
      answer: 'A word that is no option stops the start, and names the one that was meant.',
      file: 'shared/kit/src/options/parse.ts',
      code: 'allowPositionals: true, strict: true',
      instead: 'allowPositionals: true, strict: false',
      test: {
        file: 'shared/kit/test/options/options.test.ts',
        title: '%j %j',
        row: '["/a","--dept=3"]',
      },
    },
    {
      name: 'mistyped-tool',
      attack: 'A tool that `--tools` should leave is mistyped.',
      answer: 'A name that no tool has stops the start.',
      file: 'shared/kit/src/surface/surface.ts',
      code: 'if (unknown !== undefined) {',
      instead: 'if (unknown === null) {',
      test: {
        file: 'shared/kit/test/surface/surface.test.ts',
        title: 'is never nothing, and never guessed',
      },
    },
    {
      name: 'waived-approval',
      attack: '`--approve never` lets something run that nobody can tell of later.',
      answer: 'Every call that would have waited for a person is recorded as waived.',
      file: 'shared/kit/src/call/approve.ts',
      code: "pending.entry.approval = 'waived';",
      instead: '',
      test: {
        file: 'shared/kit/test/approval/approval-abuse.test.ts',
        title: 'says what ran without one that would have been asked, and nothing of the rest',
      },
    },
    {
      name: 'broken-list',
      attack: 'The list of ended grants is edited, and a line of it cannot be read any more.',
      answer: 'Nobody is let in, and `/readyz` says so.',
      file: 'shared/kit/src/identity/revocation/revocation-file.ts',
      code: 'throw new Error(`line',
      instead: 'return { id: line }; throw new Error(`line',
      test: {
        file: 'shared/kit/test/identity/revocations.test.ts',
        title: 'that %s lets nobody in, and says so to probes',
      },
    },
  ],
};
