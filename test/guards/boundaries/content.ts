import type { Boundary } from '../guard.ts';

/** What stands in files, rows, notes and tickets, written by anybody. */
export const CONTENT: Boundary = {
  name: 'content',
  guards: [
    {
      name: 'hidden-in-a-name',
      attack: 'The name of a file breaks the line of an answer, or hides what it says.',
      answer: 'In lines of the server it stands on one line, with what is invisible as `⟦U+202E⟧`.',
      file: 'shared/kit/src/files/text/one-line.ts',
      code: 'return text.replaceAll(UNFIT, token);',
      instead: 'return text;',
      test: {
        file: 'servers/filesystem/test/tool-read.test.ts',
        title: 'is shown in one line, of visible characters',
      },
    },
    {
      name: 'hidden-in-a-row',
      attack: 'A cell of a database hides orders in characters that nobody sees.',
      answer: 'They are made visible in every row.',
      file: 'servers/sql/src/values/collector.ts',
      code: 'return this.#digest !== undefined && hides(text);',
      instead: 'return false;',
      test: {
        file: 'servers/sql/test/visible-rows.test.ts',
        title: 'shows what any cell hides, in a row that is looked at as a whole',
      },
    },
    {
      name: 'words-of-the-server',
      attack: 'A text passes itself off as what the server says.',
      answer: 'What the server says stands in a block of its own, behind what comes from elsewhere.',
      file: 'shared/kit/src/reply.ts',
      code: "return text === '' ? [trailer] : [{ type: 'text', text }, trailer];",
      instead: "return [{ type: 'text', text: text + trailer.text }];",
      test: {
        file: 'servers/filesystem/test/tool-read.test.ts',
        title: 'is one block, and what is to be known about it another',
      },
    },
    {
      name: 'order-in-a-ticket',
      attack:
        'A customer writes an order to the model into a ticket, and a public answer carries out what else was read.',
      answer:
        'What outsiders wrote is marked, and writing to an audience wider than what was read waits for a person.',
      file: 'servers/ticketing/src/flow/reasons.ts',
      code: 'return outside.length > 0 || kept.length > 0 || unknown;',
      instead: 'return kept.length > 0 || unknown || outside.length < 0;',
      test: {
        file: 'servers/ticketing/test/flow-rule.test.ts',
        title: 'is asked about, whatever was done in whichever order, and no other one is',
      },
    },
    {
      name: 'masked-column',
      attack: 'A question asks for what the operator masks, by way of an alias, a view or a whole row.',
      answer: 'PostgreSQL is asked another statement, in which the column holds what is shown instead.',
      file: 'servers/sql/src/postgres/policy/keep-back.ts',
      code: 'filled.length === 0 ? sql : rewrite(sql, scan(sql), filled)',
      instead: 'sql',
      test: { file: 'servers/sql/test/policy-postgres.test.ts', title: 'masks in %s' },
    },
    {
      name: 'hidden-table',
      attack: 'A question asks for a table that the operator hides.',
      answer: 'The statement is read by the grammar of PostgreSQL, and every name in it is judged.',
      file: 'servers/sql/src/postgres/policy/keep-back.ts',
      code: 'if (judged.refused !== undefined) throw',
      instead: 'if (judged.refused === null) throw',
      test: { file: 'servers/sql/test/policy-postgres.test.ts', title: 'refuses %s' },
    },
    {
      name: 'secret-by-key',
      attack: 'A secret stands among the arguments of a call, and so in the log or the audit.',
      answer: 'Values of keys that name secrets are not written.',
      file: 'shared/kit/src/log/redact.ts',
      code: "isSecretKey(name) ? '[redacted]' : walk(read(key, valueAt), depth + 1)",
      instead: 'walk(read(key, valueAt), depth + 1)',
      test: { file: 'shared/kit/test/log/redact.test.ts', title: '%s is not written' },
    },
    {
      name: 'secret-by-shape',
      attack: 'A token stands in the middle of a text.',
      answer: 'What has the shape of a secret is replaced wherever it stands.',
      file: 'shared/kit/src/log/secrets.ts',
      code: 'if (needed === undefined || clean.includes(needed)) clean = clean.replace(shape, replacement);',
      instead: '',
      test: {
        file: 'shared/kit/test/log/redact-planted.test.ts',
        title: 'by its shape, wherever it stands',
      },
    },
    {
      name: 'failure-tells',
      attack: 'A failure is provoked that tells of paths, queries or stacks.',
      answer: 'What is no error of ours becomes an id; its details go to the log.',
      file: 'shared/kit/src/call/result.ts',
      code: 'const id = crypto.randomUUID().slice(-12);',
      instead: 'const id = String(thrown);',
      test: {
        file: 'shared/kit/test/call/result.test.ts',
        title: '%s: tells the client an id and nothing else, and the log all of it',
      },
    },
    {
      name: 'terminal-orders',
      attack: 'Data orders the terminal of who reads the log.',
      answer: 'On a terminal every control character is made visible.',
      file: 'shared/kit/src/log/log.ts',
      code: 'return `${visible(`',
      instead: 'return `${String(`',
      test: {
        file: 'shared/kit/test/log/log.test.ts',
        title: 'cannot move the cursor, colour the screen or turn the direction of text',
      },
    },
    {
      name: 'secret-into-a-ticket',
      attack: 'A key that was read is written into a ticket, where others read it.',
      answer: 'A text that holds what looks like a secret is refused.',
      file: 'servers/ticketing/src/show/outgoing.ts',
      code: 'if (text === undefined || !holdsSecret(text)) continue;',
      instead: 'continue;',
      test: {
        file: 'servers/ticketing/test/tool-create-ticket.test.ts',
        title: 'refuses secrets, days that are none, and values that the tracker has not',
      },
    },
    {
      name: 'index-made-up',
      attack: 'The index that a vault keeps in the cache of its user is exchanged, with paths that lead out.',
      answer: 'It is checked as a stranger’s would be, and made anew.',
      file: 'servers/vault/src/index/kept-index.ts',
      code: 'if (!fits || !arePlaces(paths, folders)) return undefined;',
      instead: 'if (!fits) return undefined;',
      test: { file: 'servers/vault/test/kept-tampered.test.ts', title: 'is not, with the path %j' },
    },
  ],
};
