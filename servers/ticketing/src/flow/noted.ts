import { ToolError } from '@ashlar/kit/errors';
import type { Ledger } from '../actions/ledger.ts';
import type { Similar } from '../tracker/query.ts';
import type { Role, Who } from '../tracker/tenant.ts';
import type { Brief, Comment, HistoryEntry } from '../tracker/ticket.ts';
import type { Creation, Tracker } from '../tracker/tracker.ts';
import { forTeam, readOf } from './place.ts';
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
  const { capabilities, projects, audience, people, labels, ledger, watch } = tracker;
  return {
    capabilities,
    projects,
    workflow: (...asked) => tracker.workflow(...asked),
    ...(audience && { audience: (...asked) => audience.apply(tracker, asked) }),
    ...(people && { people: (...asked) => people.apply(tracker, asked) }),
    ...(labels && { labels: (...asked) => labels.apply(tracker, asked) }),
    ...notedReads(tracker),
    ...notedWrites(tracker),
    ...(ledger && { ledger: notedLedger(tracker, ledger) }),
    ...(watch && { watch: (...asked) => watch.apply(tracker, asked) }),
    close: () => tracker.close(),
  };
}

type Reads = 'search' | 'get' | 'comments' | 'history' | 'similar' | 'attachments' | 'attachment';

function notedReads(tracker: Tracker): Pick<Tracker, Reads> {
  const { history, attachments, attachment } = tracker;
  return {
    async search(who, ...asked) {
      const page = await tracker.search(who, ...asked);
      await tell(tracker, who, page.items.map(ofBrief));
      return page;
    },
    async get(who, ...asked) {
      const ticket = await tracker.get(who, ...asked);
      await tell(tracker, who, [{ id: ticket.id, isOutside: mayBeOutside(ticket.author.role) }]);
      return ticket;
    },
    async comments(who, id, ...asked) {
      const page = await tracker.comments(who, id, ...asked);
      await tell(tracker, who, page.items.map(ofComment(id)));
      return page;
    },
    ...(history && {
      async history(who, id, ...asked) {
        const page = await history.call(tracker, who, id, ...asked);
        await tell(tracker, who, page.items.map(ofEntry(id)));
        return page;
      },
    }),
    ...(attachments && {
      async attachments(who, id, ...asked) {
        const page = await attachments.call(tracker, who, id, ...asked);
        await tell(tracker, who, page.items.map(ofComment(id)));
        return page;
      },
    }),
    ...(attachment && {
      async attachment(who, id, ...asked) {
        const found = await attachment.call(tracker, who, id, ...asked);
        // What a file holds may be anybody's, whoever attached it.
        await tell(tracker, who, [{ ...ofComment(id)(found), isOutside: true }]);
        return found;
      },
    }),
    async similar(who, ...asked) {
      const found = await tracker.similar(who, ...asked);
      await tell(tracker, who, ticketsOf(found).map(ofBrief));
      return found;
    },
  };
}

type Writes = 'create' | 'update' | 'transition' | 'claim' | 'release' | 'comment' | 'link' | 'attach';

/** What is written brings no text of others, but a refusal may. */
function notedWrites(tracker: Tracker): Pick<Tracker, Writes> {
  const { claim, release, link, attach } = tracker;
  const telling = <T>(who: Who, id: string, work: Promise<T>) => tellingRefusals(tracker, who, id, work);
  return {
    async create(who, draft, creation) {
      const shown: Brief[] = [];
      const making = tracker.create(who, draft, { ...creation, ...showing(creation, shown) });
      return making.catch(async (error) => {
        await tell(tracker, who, shown.map(ofBrief));
        throw error;
      });
    },
    update: (who, id, ...asked) => telling(who, id, tracker.update(who, id, ...asked)),
    transition: (who, id, ...asked) => telling(who, id, tracker.transition(who, id, ...asked)),
    comment: (who, id, ...asked) => telling(who, id, tracker.comment(who, id, ...asked)),
    ...(claim && { claim: (who, id, ...asked) => telling(who, id, claim.call(tracker, who, id, ...asked)) }),
    ...(release && {
      release: (who, id, ...asked) => telling(who, id, release.call(tracker, who, id, ...asked)),
    }),
    ...(link && { link: (who, id, ...asked) => telling(who, id, link.call(tracker, who, id, ...asked)) }),
    ...(attach && {
      attach: (who, id, ...asked) => telling(who, id, attach.call(tracker, who, id, ...asked)),
    }),
  };
}

/** Books bring no text of others either, but for what a refusal says. */
function notedLedger(tracker: Tracker, ledger: Ledger): Ledger {
  return {
    look: (who, booking, ...asked) =>
      tellingRefusals(tracker, who, booking.id, ledger.look(who, booking, ...asked)),
    begin: (who, booking, ...asked) =>
      tellingRefusals(tracker, who, booking.id, ledger.begin(who, booking, ...asked)),
    finish: (...asked) => ledger.finish(...asked),
  };
}

/** A conflict says what became of a ticket meanwhile, in the words of whoever did it. */
async function tellingRefusals<T>(tracker: Tracker, who: Who, id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isTold = error instanceof ToolError && error.code === 'conflict';
    if (isTold) await tell(tracker, who, [{ id, isOutside: true }]);
    throw error;
  }
}

async function tell(tracker: Tracker, who: Who, texts: readonly Text[]): Promise<void> {
  const reader = readerOf(who);
  const readings: Reading[] = [];
  for (const { id, isOutside, isInternal = false } of texts) {
    const place = await readOf(tracker, who, id);
    readings.push({ id, ...(isInternal ? forTeam(tracker, place) : place), isOutside });
  }
  if (readings.length > 0) await reader.reads(readings);
}

/** What similar tickets were told of when `unless` ended it: nobody else sees them. */
function showing({ unless }: Creation, shown: Brief[]): Pick<Creation, 'unless'> {
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

function ofComment(id: string): (comment: Pick<Comment, 'author' | 'visibility'>) => Text {
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
