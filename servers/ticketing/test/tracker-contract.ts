import { describe, expect, it } from 'vitest';
import type { Who } from '../src/tracker/tenant.ts';
import type { Tracker } from '../src/tracker/tracker.ts';
import { nextOf } from '../src/tracker/workflow.ts';
import { anew, somebody } from './own-desk.ts';

export interface Backend {
  tracker: Tracker;
  /** Two people of one tenant and one of another, where the tracker has several. */
  ann: Who;
  bob: Who;
  stranger?: Who;
}

const OPTIONAL = {
  claim: ['claim', 'release'],
  history: ['history'],
  relations: ['link'],
  attachments: ['attach', 'attachments', 'attachment'],
  labels: ['labels'],
  assignees: ['people'],
  watch: ['watch'],
} as const;

/** What every backend behind the port promises. `open` gives a tracker without a ticket, gone after the test. */
export function trackerContract(name: string, open: () => Promise<Backend>): void {
  describe(`${name}, as a tracker`, () => {
    it('has exactly the methods that its capabilities promise', async () => {
      const { tracker } = await open();
      for (const [capability, methods] of Object.entries(OPTIONAL)) {
        const isThere = methods.every((method) => typeof tracker[method] === 'function');
        expect(isThere, capability).toBe(tracker.capabilities[capability as keyof typeof OPTIONAL]);
      }
    });

    it('has a workflow in which new tickets begin and something is done', async () => {
      const { tracker, ann } = await open();
      const workflow = await tracker.workflow(ann, undefined);
      const names = workflow.statuses.map(({ name }) => name);
      expect(names).toContain(workflow.initial);
      expect(workflow.statuses.map(({ kind }) => kind)).toContain('done');
      for (const { from, to } of workflow.transitions)
        expect(names).toEqual(expect.arrayContaining([from, to]));
      expect(nextOf(workflow, workflow.initial).length).toBeGreaterThan(0);
    });

    it('gives back what was created, and finds it', async () => {
      const { tracker, ann } = await open();
      const draft = { title: 'Login fails for umlauts', body: 'Steps: type ü.\nIt fails.' };
      const made = await tracker.create(ann, draft, anew());
      const ticket = await tracker.get(ann, made.id);
      expect(ticket).toMatchObject({ ...draft, id: made.id, rev: made.rev, comments: 0 });
      const { items } = await tracker.search(ann, { text: 'umlauts' }, { limit: 5 });
      expect(items.map(({ id }) => id)).toEqual([made.id]);
    });

    it('changes only what was seen, and says what changed since', async () => {
      const { tracker, ann, bob } = await open();
      const made = await tracker.create(ann, { title: 'One', body: '' }, anew());
      const changed = await tracker.update(bob, made.id, { title: 'Two' }, { rev: made.rev });
      expect(changed.rev).not.toBe(made.rev);
      expect(changed.changed).toEqual([{ field: 'title', before: 'One', after: 'Two' }]);
      const late = tracker.update(ann, made.id, { title: 'Three' }, { rev: made.rev });
      await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Two') });
      expect(await tracker.get(ann, made.id)).toMatchObject({ title: 'Two', rev: changed.rev });
    });

    it('goes only the ways of its workflow', async () => {
      const { tracker, ann } = await open();
      const { statuses, initial, ...workflow } = await tracker.workflow(ann, undefined);
      const { id, rev } = await tracker.create(ann, { title: 'One', body: '' }, anew());
      const [to = ''] = nextOf({ statuses, initial, ...workflow }, initial);
      const moved = await tracker.transition(ann, id, { to }, { rev });
      expect(await tracker.get(ann, id)).toMatchObject({ status: to, rev: moved.rev });
      const nowhere = tracker.transition(ann, id, { to: 'no such status' }, { rev: moved.rev });
      await expect(nowhere).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('keeps comments in their order, with author and visibility, newest first', async () => {
      const { tracker, ann, bob } = await open();
      const { id } = await tracker.create(ann, { title: 'One', body: '' }, anew());
      const [visibility = 'internal'] = tracker.capabilities.comments;
      for (const [who, body] of [
        [ann, 'first'],
        [bob, 'second'],
        [ann, 'third'],
      ] as const) {
        await tracker.comment(who, id, { body, visibility }, anew());
      }
      const page = await tracker.comments(ann, id, { limit: 2 });
      expect(page.items.map(({ body }) => body)).toEqual(['third', 'second']);
      const rest = await tracker.comments(ann, id, { limit: 2, after: page.next });
      expect(rest.items.map(({ body }) => body)).toEqual(['first']);
      expect(rest.next).toBeUndefined();
      expect((await tracker.get(ann, id)).comments).toBe(3);
    });

    it('says what would be done, and does nothing of it', async () => {
      const { tracker, ann } = await open();
      if (!tracker.capabilities.dryRuns) return;
      const dryRun = true;
      const draft = { title: 'Printer jams', body: 'Again.' };
      const told = await tracker.create(ann, draft, { ...anew(), dryRun });
      expect(told.changed).toContainEqual({ field: 'title', after: draft.title });
      expect((await tracker.search(ann, {}, { limit: 5 })).items).toEqual([]);
      const { id, rev } = await tracker.create(ann, draft, anew());
      const before = await tracker.get(ann, id);
      const seesIt = {
        ...anew(),
        dryRun,
        unless: (similar: readonly unknown[]) => expect(similar).toEqual([]),
      };
      await expect(tracker.create(ann, draft, seesIt)).rejects.toThrow();

      const change = { title: 'Printer is on fire' };
      const tried = await tracker.update(ann, id, change, { rev, dryRun });
      const { initial, ...workflow } = await tracker.workflow(ann, undefined);
      const [to = ''] = nextOf({ initial, ...workflow }, initial);
      const moved = await tracker.transition(ann, id, { to }, { rev, dryRun });
      expect(await tracker.get(ann, id)).toEqual(before);
      const saw = { rev: 'other', dryRun };
      await expect(tracker.update(ann, id, change, saw)).rejects.toMatchObject({ code: 'conflict' });
      await expect(tracker.transition(ann, id, { to }, saw)).rejects.toMatchObject({ code: 'conflict' });
      const nowhere = tracker.transition(ann, id, { to: 'no such status' }, { rev, dryRun });
      await expect(nowhere).rejects.toMatchObject({ code: 'invalid_input' });

      const done = await tracker.update(ann, id, change, { rev });
      expect(tried.changed).toEqual(done.changed);
      const gone = await tracker.transition(ann, id, { to }, { rev: done.rev });
      expect(moved.changed).toEqual(gone.changed);
    });

    it('answers what is unknown and what is another tenant’s in the same way', async () => {
      const { tracker, ann, stranger } = await open();
      const { id, rev } = await tracker.create(ann, { title: 'Secret', body: '' }, anew());
      const missing = `${id}99`;
      const refusal = async (who: Who, asked: string) =>
        tracker.update(who, asked, { title: 'x' }, { rev }).then(
          () => 'done',
          (error) => `${error.code} ${error.message}`.replaceAll(asked, 'ID'),
        );
      const unknown = await refusal(ann, missing);
      expect(unknown).toMatch(/^not_found/);
      if (stranger !== undefined) expect(await refusal(stranger, id)).toBe(unknown);
    });
  });
}

export const people = { ann: somebody('ann'), bob: somebody('bob'), stranger: somebody('eve', 'globex') };
