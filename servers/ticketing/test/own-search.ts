import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anew, type OpenDesk, somebody } from './own-desk.ts';

const ann = somebody('ann');

/** What is found, and what is taken for the same matter: in every tracker that keeps its tickets itself alike. */
export function ownSearch(name: string, openDesk: OpenDesk): void {
  describe(`${name}, when it is searched`, () => tests(openDesk));
}

function tests(openDesk: OpenDesk): void {
  async function withTickets(...titles: (string | object)[]) {
    const { tracker } = await openDesk();
    const ids: string[] = [];
    for (const given of titles) {
      const draft = typeof given === 'string' ? { title: given } : given;
      ids.push((await tracker.create(ann, { title: 'x', body: '', ...draft }, anew())).id);
    }
    const found = async (query: object, limit = 20) =>
      (await tracker.search(ann, query, { limit })).items.map(({ id }) => ids.indexOf(id));
    return { tracker, ids, found };
  }

  describe('a search', () => {
    it('takes words, beginnings, phrases and what is not wanted', async () => {
      const { found } = await withTickets('Disk full on db-1', 'Full disk encryption', {
        title: 'Printer',
        body: 'The disk is full',
      });
      expect(await found({ text: 'disk full' })).toEqual(expect.arrayContaining([0, 1, 2]));
      expect(await found({ text: '"full disk"' })).toEqual([1]);
      expect(await found({ text: 'encr*' })).toEqual([1]);
      expect(await found({ text: 'disk -encryption' })).toEqual(expect.not.arrayContaining([1]));
      expect(await found({ text: 'disk -"full disk" -printer' })).toEqual([0]);
      expect(await found({ text: 'db-1' })).toEqual([0]);
      expect(await found({ text: 'disk' })).toEqual(expect.arrayContaining([0, 1, 2]));
      expect((await found({ text: 'disk' })).at(-1)).toBe(2);
      expect(await found({ text: 'nowhere' })).toEqual([]);
    });

    it('finds words of scripts without spaces', async () => {
      const { found } = await withTickets('東京都のサーバー', '京都の印刷');
      expect(await found({ text: '京都' })).toEqual(expect.arrayContaining([0, 1]));
      expect(await found({ text: '東京都' })).toEqual([0]);
      expect(await found({ text: '刷' })).toEqual([1]);
    });

    it('takes any text for words, and never for the language of the index', async () => {
      const { tracker } = await withTickets('One AND two OR (three) NEAR title:four');
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc
              .array(
                fc.constantFrom('"', '*', '-', '(', ')', ':', '^', '{title}', 'AND', 'NOT', 'one', '\0', ' '),
              )
              .map((it) => it.join('')),
          ),
          async (text) => {
            const answer = await tracker.search(ann, { text }, { limit: 5 }).catch((error) => error.code);
            expect(typeof answer === 'string' ? answer : 'found').toMatch(/^(found|invalid_input)$/);
          },
        ),
        { numRuns: 500 },
      );
    });

    it('finds what a ticket says now, and not what it said', async () => {
      const { tracker, ids, found } = await withTickets('Alpha');
      await tracker.update(ann, ids[0] ?? '', { title: 'Beta', body: 'gamma' }, { rev: '1' });
      expect([await found({ text: 'alpha' }), await found({ text: 'beta gamma' })]).toEqual([[], [0]]);
    });

    it('holds all that is asked for', async () => {
      const { tracker, ids, found } = await withTickets(
        { priority: 'high', labels: ['db', 'ui'], assignees: ['bob'] },
        { priority: 'low', labels: ['DB'], type: 'bug' },
        { project: 'WEB', labels: ['ui'] },
      );
      expect(await found({ labels: ['DB'] })).toEqual([1, 0]);
      expect(await found({ labels: ['db', 'ui'] })).toEqual([0]);
      expect(await found({ priority: 'high', assignee: 'bob' })).toEqual([0]);
      expect(await found({ type: 'bug' })).toEqual([1]);
      expect(await found({ project: 'web' })).toEqual([2]);
      await tracker.transition(ann, ids[1] ?? '', { to: 'done' }, { rev: '1' });
      expect(await found({ kind: 'done' })).toEqual([1]);
      expect(await found({ status: ['todo', 'in_progress'] })).toEqual([2, 0]);
      expect(await found({ updatedSince: '2100-01-01' })).toEqual([]);
      expect(await found({ updatedSince: '2020-01-01' })).toHaveLength(3);
      await expect(found({ status: ['open'] })).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(found({ text: '-alone' })).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('goes on where it ended, by change and by words', async () => {
      const { tracker } = await withTickets(...Array.from({ length: 25 }, (_, at) => `Ticket ${at}`));
      for (const query of [{}, { text: 'ticket' }]) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await tracker.search(ann, query, { limit: 10, after });
          seen.push(...page.items.map(({ id }) => id));
          after = page.next;
        } while (after !== undefined);
        expect(new Set(seen).size).toBe(25);
        expect(seen).toHaveLength(25);
      }
    });
  });

  describe('what is similar', () => {
    const OPEN = [
      {
        title: 'Login page shows error 500 after password reset',
        body: 'Users who reset their password get a 500 on login.',
      },
      { title: 'Export to CSV drops the last column', body: 'The export lacks the column "notes".' },
      { title: 'Disk almost full on db-1', body: 'Alert from monitoring: /var is at 91 %.' },
      { title: 'Disk almost full on db-2', body: 'Alert from monitoring: /var is at 93 %.' },
      { title: 'Add dark mode', body: 'Customers ask for a dark theme.' },
      ...Array.from({ length: 40 }, (_, at) => ({
        title: `Weekly report ${at}`,
        body: 'Please send the weekly report to the team.',
      })),
    ];

    it.each([
      ['Error 500 on login page after resetting password', 'After a password reset users get a 500.', 0],
      ['CSV export: last column is dropped', '', 1],
      ['Loggin page show eror 500 after pasword reset', '', 0],
      ['Disk almost full on db-2', 'Alert: /var is at 97 %.', 3],
      ['Dark mode', 'Please add a dark theme for customers', 4],
    ])('comes first for %s', async (title, body, at) => {
      const { tracker, ids } = await withTickets(...OPEN);
      const [first, second] = await tracker.similar(ann, { title, body }, 5);
      expect(first?.ticket.id).toBe(ids[at]);
      expect(first?.score).toBeGreaterThan(0.5);
      expect(second?.score ?? 0).toBeLessThan(first?.score ?? 0);
    });

    it.each([
      ['Error 500 on login page after resetting a password', 'A customer cannot log in.', 0],
      ['CSV export drops the last column', 'Column notes.', 1],
      ['Weekly report 7', 'Please send the weekly report to the team.', 12],
    ])('is likely for %s', async (title, body, at) => {
      const { tracker, ids } = await withTickets(...OPEN);
      const [first] = await tracker.similar(ann, { title, body }, 5);
      expect(first?.ticket.id).toBe(ids[at]);
      expect(first?.score).toBeGreaterThanOrEqual(0.75);
    });

    it.each([
      ['Weekly report 77', 'Please send the weekly report to the team.'],
      ['Export to PDF drops the last page', ''],
      ['Add light mode', ''],
      ['Login page: add a link to the imprint', 'Legal wants the imprint on the login page.'],
      ['Disk almost full on db-7', 'Alert from monitoring: /var is at 91 %.'],
      ['Something else entirely', ''],
    ])('is not %s', async (title, body) => {
      const { tracker } = await withTickets(...OPEN);
      const [first] = await tracker.similar(ann, { title, body }, 5);
      expect(first?.score ?? 0).toBeLessThan(0.75);
    });

    it('is found where no word is spelled as it was', async () => {
      const { tracker, ids } = await withTickets('Printer jams', ...OPEN);
      expect(await tracker.similar(ann, { title: 'Pritner jamms', body: '' }, 1)).toMatchObject([
        { ticket: { id: ids[0] } },
      ]);
    });

    it('is one, and the same, for the same words', async () => {
      const { tracker, ids } = await withTickets(...OPEN);
      const [first] = await tracker.similar(
        ann,
        { ...OPEN[1], title: 'export to csv DROPS the last column!', body: OPEN[1]?.body ?? '' },
        5,
      );
      expect(first).toMatchObject({ ticket: { id: ids[1] } });
      expect(first?.score).toBeCloseTo(1);
    });
  });
}
