import { join } from 'node:path';
import { type Row, table } from '@ashlar/kit/bench';
import { connectStdio } from '@ashlar/kit/testing';
import { createEmulator } from 'emulate';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { randomFrom } from './words.ts';

const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');
const PORT = 4_871;
const API = `http://127.0.0.1:${PORT}`;
const ISSUES = 40;
const ROWS = 25;
/** What a model reads of our answer, as a share of what it would of GitHub's. */
const MOST_RATIO = 0.1;

const SEED = {
  tokens: { ghp_ann: { login: 'ann', scopes: ['repo'] } },
  github: {
    users: [{ login: 'ann' }, { login: 'bob' }],
    orgs: [{ login: 'acme', members: [{ login: 'ann', role: 'admin' }] }],
    repos: [{ owner: 'acme', name: 'web' }],
  },
};

const SUBJECTS = ['The export of orders', 'The login page', 'The search of customers', 'The nightly import'];
const FAULTS = ['lacks a column', 'shows an error 500', 'is empty', 'takes more than a minute'];
const SINCE = [
  'since the update of May',
  'for customers in Europe',
  'when the list is long',
  'after midnight',
];
const BODY = `Steps:
1. Open the page as a customer with more than one account.
2. Choose the second of them, and look at the list.

Expected: what was there before. Instead: see above. Seen with Firefox and Chrome, on two machines.`;

/** Gives whether all that is held holds. */
export async function github(): Promise<boolean> {
  const { text, holds } = table(await answers(), 'REST, as it comes');
  console.log(`Tokens (o200k) of an answer, beside what an emulator of GitHub answers itself:\n\n${text}`);
  return holds;
}

/**
 * Tokens of what a model reads of the same question: our answer, and that of GitHub's REST API as it comes. Against an
 * emulator, whose issues are shorter than those of GitHub itself, which have more addresses.
 */
async function answers(): Promise<Row[]> {
  const emulator = await createEmulator({ service: 'github', port: PORT, baseUrl: API, seed: SEED });
  process.env.GITHUB_TOKEN = 'ghp_ann';
  const client = await connectStdio('v2', {
    command: process.execPath,
    args: [PROGRAM, '--backend', 'github', '--remember', 'off', '--repo', 'acme/web', '--github-url', API],
  });
  try {
    await fill();
    const ours = async (tool: string, input: object) => {
      const { content, isError } = await client.call(tool, input);
      if (isError) throw new Error(`${tool}: ${content[0]?.text}`);
      return tokensOf(content.map(({ text = '' }) => text).join('\n'));
    };
    const issue = '/repos/acme/web/issues';
    const rows: Row[] = [
      row(
        `search, ${ROWS} issues`,
        await ours('search_tickets', { query: 'export', limit: ROWS }),
        await raw(`/search/issues?q=export+repo:acme/web+is:issue&per_page=${ROWS}`),
      ),
      row(
        `list, ${ROWS} issues`,
        await ours('search_tickets', { limit: ROWS }),
        await raw(`${issue}?sort=updated&per_page=${ROWS}`),
      ),
      row(
        'create',
        await ours('create_ticket', { title: 'Renew the certificate of the mail relay', body: BODY }),
        await raw(issue, { title: 'Renew the certificate of the web relay', body: BODY }),
      ),
      // Most of it is what people have written, which is the same in both.
      {
        ...row(
          'get, with text and a comment',
          await ours('get_ticket', { id: 'web-1' }),
          (await raw(`${issue}/1`)) + (await raw(`${issue}/1/comments`)),
        ),
        bound: { ratio: 0.2 },
      },
    ];
    return rows;
  } finally {
    await client.close();
    await emulator.close();
  }
}

function row(what: string, ours: number, peer: number): Row {
  return { what: `github: ${what}`, ours, peer, unit: 'tokens', bound: { ratio: MOST_RATIO } };
}

const tokensOf = (text: string) => encode(text).length;

async function raw(path: string, body?: object): Promise<number> {
  const answer = await fetch(API + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: 'token ghp_ann', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return tokensOf(await answer.text());
}

async function fill(): Promise<void> {
  const random = randomFrom(7);
  const any = (texts: readonly string[]) => texts[Math.floor(random() * texts.length)] ?? '';
  const issues = '/repos/acme/web/issues';
  for (let at = 0; at < ISSUES; at++) {
    const title = `${SUBJECTS[at % 2 === 0 ? 0 : 1 + (at % 3)]} ${any(FAULTS)} ${any(SINCE)} (${at})`;
    await raw(issues, { title, body: BODY, labels: ['bug', 'export'], assignees: ['ann'] });
  }
  await raw(`${issues}/1/comments`, { body: 'Seen here as well, with the same steps.' });
}
