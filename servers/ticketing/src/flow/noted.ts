import { ToolError } from '@ashlar/kit/errors';
import type { Similar } from '../tracker/query.ts';
import type { Role, Who } from '../tracker/tenant.ts';
import type { Brief, Comment, HistoryEntry } from '../tracker/ticket.ts';
import type { Creation, Tracker } from '../tracker/tracker.ts';
import { readOf } from './place.ts';
import { type Reading, readerOf } from './reading.ts';

/** What a text is known of. */
interface Text {
  id: string;
  isOutside: boolean;
  /** Not everybody sees it who sees the project. */
  isInternal?: boolean;
}

/**
 * A tracker that tells a reader's notes of all text before the reader gets it. Each method is written out: one that the
 * port gets and this does not know is not there, and nothing is read past it.
 */
export function noted(tracker: Tracker): Tracker {
  const { capabilities, projects, audience, history, people, labels } = tracker;
  const { claim, release, link, attach, watch } = tracker;
  const note = (who: Who, texts: readonly Text[]) => tell(tracker, who, texts);
  const briefs = (who: Who, items: readonly Brief[]) => note(who, items.map(ofBrief));
  /** A refusal tells what became of a ticket meanwhile, and of whom. */
  const refusing = async <T>(who: Who, id: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      const isTold = error instanceof ToolError && error.code === 'conflict';
      if (isTold) await note(who, [{ id, isOutside: true }]);
      throw error;
    }
  };
  return {
    capabilities,
    projects,
    workflow: (...asked) => tracker.workflow(...asked),
    async search(who, ...asked) {
      const page = await tracker.search(who, ...asked);
      await briefs(who, page.items);
      return page;
    },
    async get(who, ...asked) {
      const ticket = await tracker.get(who, ...asked);
      await note(who, [{ id: ticket.id, isOutside: mayBeOutside(ticket.author.role) }]);
      return ticket;
    },
    async comments(who, id, ...asked) {
      const page = await tracker.comments(who, id, ...asked);
      await note(who, page.items.map(ofComment(id)));
      return page;
    },
    async similar(who, ...asked) {
      const found = await tracker.similar(who, ...asked);
      await briefs(who, ticketsOf(found));
      return found;
    },
    async create(who, draft, creation) {
      const shown: Brief[] = [];
      const making = tracker.create(who, draft, { ...creation, ...telling(creation, shown) });
      return making.catch(async (error) => {
        await briefs(who, shown);
        throw error;
      });
    },
    update: (who, id, ...asked) => refusing(who, id, tracker.update(who, id, ...asked)),
    transition: (who, id, ...asked) => refusing(who, id, tracker.transition(who, id, ...asked)),
    comment: (who, id, ...asked) => refusing(who, id, tracker.comment(who, id, ...asked)),
    ...(history && {
      async history(who, id, ...asked) {
        const page = await history.call(tracker, who, id, ...asked);
        await note(who, page.items.map(ofEntry(id)));
        return page;
      },
    }),
    ...(audience && { audience: (...asked) => audience.apply(tracker, asked) }),
    ...(people && { people: (...asked) => people.apply(tracker, asked) }),
    ...(labels && { labels: (...asked) => labels.apply(tracker, asked) }),
    ...(claim && { claim: (who, id, ...asked) => refusing(who, id, claim.call(tracker, who, id, ...asked)) }),
    ...(release && {
      release: (who, id, ...asked) => refusing(who, id, release.call(tracker, who, id, ...asked)),
    }),
    ...(link && { link: (who, id, ...asked) => refusing(who, id, link.call(tracker, who, id, ...asked)) }),
    ...(attach && {
      attach: (who, id, ...asked) => refusing(who, id, attach.call(tracker, who, id, ...asked)),
    }),
    ...(watch && { watch: (...asked) => watch.apply(tracker, asked) }),
    close: () => tracker.close(),
  };
}

async function tell(tracker: Tracker, who: Who, texts: readonly Text[]): Promise<void> {
  const reader = readerOf(who);
  const readings: Reading[] = [];
  for (const { id, isOutside, isInternal = false } of texts) {
    const place = await readOf(tracker, who, id);
    const reading = { id, ...place, isOutside };
    readings.push(isInternal ? narrowed(reading) : reading);
  }
  if (readings.length > 0) await reader.reads(readings);
}

/** What is for the team alone is seen by no more than the people of its project. */
function narrowed(reading: Reading): Reading {
  return reading.audience === 'everybody' ? { ...reading, audience: 'project' } : reading;
}

/** What similar tickets were told of when `unless` ended it: nobody else sees them. */
function telling({ unless }: Creation, shown: Brief[]): Pick<Creation, 'unless'> {
  if (unless === undefined) return {};
  return {
    unless(similar) {
      shown.push(...ticketsOf(similar));
      unless(similar);
      shown.length = 0;
    },
  };
}

function ticketsOf(similar: readonly Similar[]): Brief[] {
  return similar.map(({ ticket }) => ticket);
}

function ofBrief({ id, authorRole }: Brief): Text {
  return { id, isOutside: mayBeOutside(authorRole) };
}

function ofComment(id: string): (comment: Comment) => Text {
  return ({ author, visibility }) => ({
    id,
    isOutside: mayBeOutside(author.role),
    isInternal: visibility === 'internal',
  });
}

/** What title and text said before may be anybody's, whoever changed it. */
function ofEntry(id: string): (entry: HistoryEntry) => Text {
  return ({ by, changed }) => ({
    id,
    isOutside:
      mayBeOutside(by.role) || changed.some(({ field, before }) => before !== undefined && isText(field)),
  });
}

/** Bots repeat what others say. */
function mayBeOutside(role: Role | undefined): boolean {
  return role !== 'member';
}

function isText(field: string): boolean {
  return field === 'title' || field === 'body';
}
