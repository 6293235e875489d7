import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../src/backends/backends.ts';
import { soughtIn } from '../src/remote/sought.ts';
import { Conditions } from '../src/rest/conditions.ts';
import { withValue } from '../src/rest/json-path.ts';
import { condition } from '../src/rest/phrase.ts';
import { profileOf, SHIPPED } from '../src/rest/profiles.ts';
import { queryOf } from '../src/rest/query-of.ts';
import { typed } from '../src/rest/search.ts';
import { filledJson, filledPath } from '../src/rest/template.ts';
import { testFolder } from './sqlite-desk.ts';

/** Any text, and what is likely to break out of where it stands. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '/',
          '..',
          '.',
          '?',
          '#',
          '&',
          '=',
          '%2f',
          '%2e',
          '\\',
          '"',
          "'",
          '{',
          '}',
          '{number}',
          '{token}',
        ],
        ...['\r\n', '\0', '\ud800', '@', ':', '//', ';', '|', ' OR ', ')', '__proto__', 'x', 'ü'],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

describe('a value in a request', () => {
  it('is one segment of the path, whatever it holds, or is refused', () => {
    fc.assert(
      fc.property(hostile, hostile, (project, number) => {
        let path: string;
        try {
          path = filledPath('/a/{project}/b-{number}/c', { project, number });
        } catch {
          return project === '' || number === '' || ['.', '..'].includes(project);
        }
        if (project === '' || number === '') return false;
        const url = new URL(`https://tracker.test/base${path}`);
        const [, base, a, one, two, c, ...more] = url.pathname.split('/');
        const whole = (text: string) => text.replaceAll(/\p{Cs}/gu, '\ufffd');
        expect([url.origin, base, a, c, more, url.search, url.hash]).toEqual([
          ...['https://tracker.test', 'base', 'a', 'c'],
          ...[[], '', ''],
        ]);
        return (
          decodeURIComponent(one ?? '') === whole(project) &&
          decodeURIComponent(two ?? '') === `b-${whole(number)}`
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('is one parameter of the query, and makes no other one', () => {
    fc.assert(
      fc.property(hostile, hostile, (project, words) => {
        const pairs = queryOf(
          { q: '{words}', fixed: ['1', 'in {project}'] },
          { project, words },
          { page: words },
        );
        const url = new URL('https://tracker.test/');
        for (const [name, value] of pairs) url.searchParams.append(name, value);
        const whole = (text: string) => text.replaceAll(/\p{Cs}/gu, '\ufffd');
        expect([...new URL(url.href).searchParams]).toEqual([
          ['q', whole(words)],
          ['fixed', '1'],
          ['fixed', `in ${whole(project)}`],
          ['page', whole(words)],
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one text of the body, and changes nothing around it', () => {
    fc.assert(
      fc.property(hostile, hostile, (body, title) => {
        const base = filledJson(
          { issue: { notes: '{body}', private_notes: true }, list: ['{body}', 1, null] },
          { body },
        );
        const sent = JSON.parse(JSON.stringify(withValue(base, 'issue.subject', title)));
        expect(sent).toEqual({
          issue: { notes: body, private_notes: true, subject: title },
          list: [body, 1, null],
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one text of a question in the tracker’s language', () => {
    const { quote } = profileOf('rt').search?.language ?? {};
    if (quote === undefined) throw new Error('no language');
    fc.assert(
      fc.property(hostile, (value) => {
        if (/^CF\./i.test(value)) return;
        const said = condition('Subject LIKE {value} AND id > 0', { value }, quote);
        // As RT reads it: a quote, what is escaped or none of both, a quote.
        const [all, inside = ''] = /^Subject LIKE '((?:\\[\s\S]|[^'\\])*)' AND id > 0$/.exec(said) ?? [];
        expect(all).toBe(said);
        const meant = value.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
        expect(inside.replaceAll(/\\(.)/gsu, '$1')).toBe(meant);
      }),
      { numRuns: 2_000 },
    );
    expect(() => condition('Subject LIKE {value}', { value: 'cf.{Secret}' }, quote)).toThrow(
      /name of a field/,
    );
  });

  it('of a search are as many words as a tracker is asked for, and no more', () => {
    expect(soughtIn('a "b c" -d', 3)).toEqual({ wanted: ['a', 'b c'], unwanted: ['d'] });
    expect(() => soughtIn('a "b c" -d -e', 3)).toThrow(/too many words/);
    expect(() => soughtIn('-d', 3)).toThrow(/no word that is looked for/);
    expect(() => soughtIn('begin*', 3)).toThrow(/not for beginnings/);
  });

  it('of a search is a word or a phrase of it, and no parameter', () => {
    const { search } = profileOf('redmine');
    if (search === undefined) throw new Error('no search');
    fc.assert(
      fc.property(hostile, (text) => {
        let words: string[];
        try {
          words = [...soughtIn(text).wanted];
        } catch {
          return;
        }
        for (const word of words) expect(word).not.toMatch(/["\p{C}]/u);
        const parts = [...typed(words).matchAll(/"[^"]*"|[^\s"]+/g)].map(([part]) =>
          part.replaceAll('"', ''),
        );
        expect(parts).toEqual(words);
        const conditions = new Conditions(search);
        for (const value of words) conditions.add('word', { value });
        conditions.addAny('status', ['1', '2']);
        expect(conditions.query).toEqual({ status_id: ['1|2'] });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a profile', () => {
  it.each(Object.keys(SHIPPED))('that is shipped is one: %s', (name) => {
    expect(profileOf(name).name).not.toBe('');
  });

  const own = (profile: unknown) => {
    const file = join(testFolder(), 'profile.json');
    writeFileSync(file, typeof profile === 'string' ? profile : JSON.stringify(profile));
    return file;
  };
  const options = (more: object) => ({ backend: 'rest', url: 'https://tracker.test', ...more });
  const environment = { TICKETS_TOKEN: 'x' };
  const chosen = (profile: unknown, more: object = {}) =>
    chooseBackend(options({ tracker: own(profile), trackerProject: ['General'], ...more }), environment);

  it('of the operator’s says what is another in one that is shipped', () => {
    const file = own({
      extends: 'rt',
      statuses: { kinds: { waiting: 'active' }, ways: null },
      comment: { public: null },
    });
    const { statuses, comment, ticket } = profileOf(file);
    expect(statuses?.kinds).toMatchObject({ waiting: 'active', resolved: 'done' });
    expect(statuses?.ways).toBeUndefined();
    expect(Object.keys(comment ?? {})).toEqual(['internal']);
    expect(ticket).toEqual(profileOf('rt').ticket);
    const { capabilities, projects } = chosen({ extends: 'rt', comment: { public: null } });
    expect([capabilities.comments, capabilities.revisions, projects]).toEqual([
      ['internal'],
      'compare-and-set',
      ['General'],
    ]);
  });

  it.each([
    ['{', /^--tracker: .*profile\.json: is no JSON\.$/],
    [{ extends: 'jira' }, /extends: must be one of tickets, rt, redmine, paperclip\./],
    [{ extends: 'rt', colour: 'red' }, /Unrecognized key: "colour"/],
    [
      { extends: 'rt', ticket: { request: { path: 'https://evil.test/{number}' } } },
      /ticket\.request\.path: must be a path/,
    ],
    [
      { extends: 'rt', ticket: { request: { path: '//evil.test/{number}' } } },
      /ticket\.request\.path: must be a path/,
    ],
    [
      { extends: 'rt', ticket: { request: { path: '/../{number}' } } },
      /ticket\.request\.path: must be a path/,
    ],
    [{ extends: 'rt', ticket: { request: { path: '/t/{secret}' } } }, /ticket\.request\.path: may name/],
    [{ extends: 'rt', auth: { value: 'Bearer' } }, /auth\.value: must hold \{token\}/],
    [{ extends: 'rt', auth: { value: 'x\r\nHost: evil\r\n{token}' } }, /auth\.value: must hold \{token\}/],
    [
      { extends: 'rt', fields: { title: { read: 'a..b' } } },
      /fields\.title\.read: must be names between points/,
    ],
    [{ extends: 'rt', statuses: { kinds: { new: 'begun' } } }, /statuses\.kinds\.new: /],
    [{ extends: 'rt', fields: { title: null } }, /fields\.title: /],
    [{ extends: 'rt', permissions: { said: '(' } }, /permissions\.said: must be a regular expression/],
    [
      { extends: 'rt', fields: { status: { list: 'states' } } },
      /fields\.status\.list: there is no states in names/,
    ],
    [
      { extends: 'rt', fields: { updated: null } },
      /fields\.updated\.read: is missing, where a ticket can be read/,
    ],
    [{ extends: 'rt', statuses: null }, /statuses: is missing, where a ticket can be read/],
    [{ extends: 'rt', comments: { order: 'oldest' } }, /comments: with paging, order must be newest/],
  ])('with a fault names the field: %j', (profile, message) => {
    expect(() => chosen(profile)).toThrow(message);
  });

  it.each([
    [
      { tracker: 'jira' },
      '--tracker: there is no profile "jira". There are: tickets, rt, redmine, paperclip; or name a file.',
    ],
    [{ tracker: './no-such.json' }, '--tracker: ./no-such.json: cannot be read.'],
    [{ url: undefined }, '--url: is missing. Give it, or set TICKETS_API.'],
    [{ url: 'http://tracker.test' }, '--url: must begin with https://, unless it is on this machine.'],
    [{ url: 'https://ann:pw@tracker.test' }, '--url: must be an address such as https://rt.example'],
    [{ url: 'https://tracker.test/?key=x' }, '--url: must be an address such as https://rt.example'],
    [{ tracker: 'rt' }, '--tracker-project: is missing.'],
    [{ trackerProject: ['a'] }, '--tracker-project: this tracker has no projects.'],
    [{ tokenEnv: 'NONE' }, '--token-env: NONE is not set.'],
    [{ repo: ['a/b'] }, '--repo: goes with --backend github, not with rest.'],
  ])('is refused with the option at fault: %o', (more, message) => {
    expect(() => chooseBackend(options(more), environment)).toThrow(message);
  });

  it('is the built-in one with TICKETS_API and TICKETS_TOKEN, where nothing else is said', () => {
    const { projects, capabilities } = chooseBackend(
      { backend: 'rest' },
      { TICKETS_API: 'http://127.0.0.1:1/api', TICKETS_TOKEN: 'x' },
    );
    expect(projects).toEqual(['tickets']);
    expect(capabilities).toMatchObject({ remote: true, reading: false, priorities: true, comments: [] });
  });
});
