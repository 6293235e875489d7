import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@ashlar/kit/testing/servers';
import { createEmulator, type Emulator } from 'emulate';
import { undescribed } from './github-openapi/described.ts';
import { KNOWN_DEFECTS } from './github-openapi/known-defects.ts';

/** What becomes of requests that fit, instead of what the emulator would answer. */
export interface Fault {
  method: string;
  path: RegExp;
  /** Of the address with its query. */
  query?: RegExp;
  /** How many of them; the rest go through. Default: 1. */
  times?: number;
  /** Answers so. `true`: the connection ends before the request is carried out; `after`: when it has been. */
  status?: number;
  headers?: Record<string, string>;
  body?: object;
  /** Characters after which the answer breaks off. */
  cutAt?: number;
  reset?: 'before' | 'after';
  /** Carries it out, and answers as if it had not. */
  isDone?: boolean;
  /** Carries it out, and answers nothing. */
  isSilent?: boolean;
  /** What the emulator is sent instead: a part of the request that GitHub leaves out without a word. */
  without?: readonly string[];
  /** Is done just before the request is passed on: somebody was faster. */
  meanwhile?: () => Promise<unknown>;
}

export interface Seen {
  method: string;
  path: string;
  url: string;
  token: string;
  at: number;
  body: unknown;
}

const SEED = {
  tokens: {
    ghp_ann: { login: 'ann', scopes: ['repo'] },
    ghp_ann_new: { login: 'ann', scopes: ['repo'] },
    ghp_bob: { login: 'bob', scopes: ['repo'] },
  },
  github: {
    users: [{ login: 'ann' }, { login: 'bob' }, { login: 'cat' }],
    orgs: [
      {
        login: 'acme',
        members: [
          { login: 'ann', role: 'admin' },
          { login: 'bob', role: 'admin' },
        ],
      },
    ],
    repos: [
      { owner: 'acme', name: 'web' },
      { owner: 'acme', name: 'web-docs' },
      { owner: 'acme', name: 'secret' },
    ],
  },
};

/** Who can be assigned: the emulator does not answer this. */
const ASSIGNABLE = ['ann', 'bob'];

/**
 * GitHub as far as it runs here: the emulator, and in front of it what it has not: tokens that are refused, who can be
 * assigned, and faults. All that passes is held against GitHub's own description.
 */
export class GithubHost {
  readonly url: string;
  readonly seen: Seen[] = [];
  /** What GitHub does not describe, beside the emulator's known defects. */
  readonly wrong: string[] = [];
  /** Bytes of each answer, as they were sent. */
  readonly answers: { path: string; text: string }[] = [];
  readonly withdrawn = new Set<string>();
  #faults: (Fault & { left: number })[] = [];
  readonly #emulator: Emulator;
  readonly #close: () => Promise<void>;

  private constructor(url: string, emulator: Emulator, close: () => Promise<void>) {
    this.url = url;
    this.#emulator = emulator;
    this.#close = close;
  }

  static async start(): Promise<GithubHost> {
    const server = createServer((request, response) => void host.#answer(request, response));
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const url = `http://127.0.0.1:${port}`;
    const behind = await freePort();
    const emulator = await createEmulator({ service: 'github', port: behind, baseUrl: url, seed: SEED });
    const host: GithubHost = new GithubHost(url, emulator, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
    });
    host.#behind = `http://127.0.0.1:${behind}`;
    return host;
  }

  #behind = '';

  /** As it was in the beginning. */
  reset(): void {
    this.#emulator.reset();
    this.#faults = [];
    this.withdrawn.clear();
    for (const list of [this.seen, this.wrong, this.answers]) list.length = 0;
  }

  fail(fault: Fault): void {
    this.#faults.push({ ...fault, left: fault.times ?? 1 });
  }

  /** Nothing fails any more. */
  heal(): void {
    this.#faults = [];
  }

  /** What was sent that is no read. */
  get writes(): Seen[] {
    return this.seen.filter(({ method }) => method !== 'GET');
  }

  /** Asks the emulator itself, unseen. */
  async as(
    login: 'ann' | 'bob',
    method: string,
    path: string,
    body?: object,
  ): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.#behind}${path}`, {
      method,
      headers: { authorization: `token ghp_${login}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url = '', headers } = request;
    const { pathname: path, searchParams: query } = new URL(url, this.url);
    const token = (headers.authorization ?? '').replace(/^token /, '');
    const sent = text === '' ? undefined : JSON.parse(text);
    this.seen.push({ method, path, url, token, at: performance.now(), body: sent });
    const answer = await this.#answerTo({ method, path, url, token, sent });
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    this.answers.push({ path, text: answer.text });
    const exchange = { method, path, query, sent, status: answer.status };
    const found = undescribed({
      ...exchange,
      answer: answer.text === '' ? undefined : JSON.parse(answer.text),
    });
    if (!answer.isForced) this.wrong.push(...found.filter((one) => !KNOWN_DEFECTS.has(one)));
    response.writeHead(answer.status, answer.headers);
    if (answer.cutAt === undefined) response.end(answer.text);
    else response.write(answer.text.slice(0, answer.cutAt), () => request.socket.destroy());
  }

  /** Undefined where the connection ends. */
  async #answerTo(asked: { method: string; path: string; url: string; token: string; sent: unknown }) {
    const { method, path, token } = asked;
    const fault = this.#faults.find(
      (one) =>
        one.left > 0 && one.method === method && one.path.test(path) && (one.query?.test(asked.url) ?? true),
    );
    if (fault !== undefined) fault.left -= 1;
    if (fault?.reset === 'before') return undefined;
    if (!(token in SEED.tokens) || this.withdrawn.has(token)) {
      return forced(401, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' });
    }
    if (fault?.status !== undefined && fault.isDone !== true) {
      return forced(fault.status, fault.body ?? { message: 'Forced' }, fault.headers);
    }
    await fault?.meanwhile?.();
    const answer = this.#gap(path) ?? (await this.#pass(asked, fault?.without ?? []));
    if (fault?.reset === 'after') return undefined;
    if (fault?.isSilent === true) return new Promise<never>(() => undefined);

    if (fault?.status !== undefined)
      return forced(fault.status, fault.body ?? { message: 'Forced' }, fault.headers);
    return { ...answer, cutAt: fault?.cutAt };
  }

  #gap(path: string) {
    const [, login] = /^\/repos\/[^/]+\/[^/]+\/assignees(?:\/([^/]+))?$/.exec(path) ?? [undefined, null];
    if (login === null) return undefined;
    const json = { 'content-type': 'application/json' };
    if (login !== undefined) {
      const isThere = ASSIGNABLE.includes(login);
      return isThere
        ? { status: 204, headers: {}, text: '', isForced: false }
        : { status: 404, headers: json, text: '{"message":"Not Found"}', isForced: false };
    }
    const text = JSON.stringify(ASSIGNABLE.map((one) => account(one, this.url)));
    return { status: 200, headers: json, text, isForced: false };
  }

  async #pass(
    { method, url, token, sent }: { method: string; url: string; token: string; sent: unknown },
    without: readonly string[],
  ) {
    const kept =
      sent === undefined
        ? undefined
        : Object.fromEntries(Object.entries(sent as object).filter(([key]) => !without.includes(key)));
    const answer = await fetch(`${this.#behind}${url}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(kept === undefined ? {} : { body: JSON.stringify(kept) }),
    });
    const link = answer.headers.get('link');
    const headers = { 'content-type': 'application/json', ...(link === null ? {} : { link }) };
    return { status: answer.status, headers, text: await answer.text(), isForced: false };
  }
}

function forced(status: number, body: object, headers: Record<string, string> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: JSON.stringify(body),
    isForced: true,
    cutAt: undefined,
  };
}

function account(login: string, url: string) {
  const api = `${url}/users/${login}`;
  const urls = ['html', 'followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations'];
  return {
    ...{ login, id: 1, node_id: 'x', avatar_url: url, gravatar_id: '', url: api },
    ...Object.fromEntries(urls.map((one) => [`${one}_url`, api])),
    ...{ repos_url: api, events_url: api, received_events_url: api, type: 'User', site_admin: false },
  };
}
