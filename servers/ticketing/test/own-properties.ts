import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Who } from '../src/tracker/tenant.ts';
import { anew, type OpenDesk, type OwnTracker, somebody } from './own-desk.ts';

const [ann, bob] = [somebody('ann'), somebody('bob')];

interface Model {
  title: string;
  labels: Set<string>;
  rev: number;
}

/** Each step sees the ticket as it was so many states ago. */
const step = fc.record({
  who: fc.constantFrom(ann, bob),
  behind: fc.nat({ max: 2 }),
  change: fc.oneof(
    fc.record({ title: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ addLabels: fc.subarray(['x', 'y', 'z'], { minLength: 1 }) }),
    fc.record({ removeLabels: fc.subarray(['x', 'y', 'z'], { minLength: 1 }) }),
  ),
});

function applied(
  { title, labels, rev }: Model,
  change: { title?: string; addLabels?: string[]; removeLabels?: string[] },
): Model {
  const next = new Set(labels);
  for (const label of change.removeLabels ?? []) next.delete(label);
  for (const label of change.addLabels ?? []) next.add(label);
  const after = { title: change.title ?? title, labels: next };
  const isSame = after.title === title && [...next].sort().join() === [...labels].sort().join();
  return { ...after, rev: isSame ? rev : rev + 1 };
}

/** Every call of the port that names a ticket. */
const CALLS = {
  get: (tracker, who, id) => tracker.get(who, id),
  comments: (tracker, who, id) => tracker.comments(who, id, { limit: 5 }),
  history: (tracker, who, id) => tracker.history(who, id, { limit: 5 }),
  update: (tracker, who, id) =>
    tracker.update(who, id, { title: 'taken', addLabels: ['taken'] }, { rev: '1' }),
  updateParent: (tracker, who, id, own) => tracker.update(who, own, { parent: id }, { rev: '1' }),
  transition: (tracker, who, id) => tracker.transition(who, id, { to: 'done' }, { rev: '1' }),
  duplicateOf: (tracker, who, id, own) =>
    tracker.transition(who, own, { to: 'done', duplicateOf: id }, { rev: '1' }),
  claim: (tracker, who, id) => tracker.claim(who, id, 1_000),
  release: (tracker, who, id) => tracker.release(who, id),
  comment: (tracker, who, id) => tracker.comment(who, id, { body: 'taken', visibility: 'public' }, anew()),
  link: (tracker, who, id, own) => tracker.link(who, id, { relation: 'blocks', target: own }),
  linked: (tracker, who, id, own) => tracker.link(who, own, { relation: 'blocks', target: id }),
  unlink: (tracker, who, id, own) => tracker.link(who, own, { relation: 'blocks', target: id, remove: true }),
  create: (tracker, who, id) => tracker.create(who, { title: 'child', body: '', parent: id }, anew()),
  search: (tracker, who, id) => tracker.search(who, { parent: id }, { limit: 5 }),
} satisfies Record<string, (tracker: OwnTracker, who: Who, id: string, own: string) => Promise<unknown>>;

/** The same, for whatever is asked in whatever order. */
export function ownProperties(name: string, openDesk: OpenDesk): void {
  describe(`${name}, whatever is asked of it`, () => {
    it('takes a change exactly where it saw the last state, and then it is the whole truth', async () => {
      const { tracker } = await openDesk();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const { id } = await tracker.create(ann, { title: 'a', body: '' }, anew());
          let model: Model = { title: 'a', labels: new Set(), rev: 1 };
          for (const { who, behind, change } of steps) {
            const rev = String(Math.max(1, model.rev - behind));
            const isStale = Number(rev) !== model.rev;
            const result = await tracker
              .update(who, id, change, { rev })
              .catch((error) => error.code as string);
            if (isStale) expect(result).toBe('conflict');
            else {
              model = applied(model, change);
              expect(result).toMatchObject({ rev: String(model.rev) });
            }
            const ticket = await tracker.get(bob, id);
            expect(ticket).toMatchObject({
              title: model.title,
              rev: String(model.rev),
              labels: [...model.labels].sort(),
            });
          }
          expect((await tracker.history(ann, id, { limit: 50 })).total).toBe(model.rev);
        }),
        { numRuns: 60 },
      );
    });

    it('lets no call of one tenant reach another: each is answered as for a ticket that is not there', async () => {
      const { tracker } = await openDesk();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.keys(CALLS)),
          fc.string({ minLength: 1 }).filter((word) => !word.includes('\0')),
          async (name, word) => {
            runs += 1;
            const [acme, globex] = [
              somebody('ann', `acme ${runs}`),
              somebody('ann', `globex ${runs} ${word}`),
            ];
            const { id: own } = await tracker.create(
              globex,
              { project: 'OPS', title: 'mine', body: '' },
              anew(),
            );
            for (let at = 0; at < 3; at++)
              await tracker.create(acme, { title: 'kept secretly', body: 'secretly' }, anew());
            const before = await tracker.get(acme, 'OPS-3');
            const call = CALLS[name as keyof typeof CALLS];
            const refusalOf = (id: string) =>
              call(tracker, globex, id, own).then(
                (found) => `found ${JSON.stringify(found)}`,
                (error) => `${error.code}: ${error.message} ${error.hint}`.replaceAll(id, 'ID'),
              );
            const foreign = await refusalOf('OPS-3');
            expect(foreign).toMatch(/^not_found/);
            expect(foreign).toBe(await refusalOf('OPS-999'));
            expect(await tracker.get(acme, 'OPS-3')).toEqual(before);
            expect(await tracker.search(globex, { text: 'secretly' }, { limit: 5 })).toMatchObject({
              items: [],
            });
            expect(await tracker.similar(globex, { title: 'kept secretly', body: 'secretly' }, 5)).toEqual(
              [],
            );
            expect((await tracker.search(globex, {}, { limit: 5 })).items.map(({ id }) => id)).toEqual([own]);
            expect(await tracker.labels(globex, undefined)).toEqual([]);
            expect(await tracker.people(globex, 'a')).toEqual(['ann']);
          },
        ),
        { numRuns: 45, examples: Object.keys(CALLS).map((name) => [name, 'x'] as [string, string]) },
      );
    });
  });
}
