import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Tracker, Trying } from '../tracker/tracker.ts';
import { kindOf } from '../tracker/workflow.ts';
import { intentOf } from './intent.ts';

/** From here on two tickets are taken for the same matter. */
export const LIKELY = 0.75;

interface Asked extends Trying {
  key?: string | undefined;
  /** Makes it whatever is there. */
  force?: boolean | undefined;
}

/**
 * Makes a ticket, or gives those that are likely about the same: nothing is made then. Who repeats a call gets its
 * answer, and not the ticket that it made as a duplicate of itself. Tickets that are done keep nobody from making one:
 * what comes back is a new matter. Throws as `Tracker.create`.
 */
export async function createUnlessKnown(
  tracker: Tracker,
  who: Who,
  draft: Draft,
  { key, force = false, ...trying }: Asked,
): Promise<Written | { duplicates: readonly Similar[] }> {
  const workflow = await tracker.workflow(who, draft.project, trying);
  const isLikely = ({ score, ticket }: Similar) =>
    score >= LIKELY && kindOf(workflow, ticket.status) !== 'done';
  const unless = (similar: readonly Similar[]) => {
    const likely = similar.filter(isLikely);
    if (likely.length > 0) throw new Known(likely);
  };
  try {
    const intent = intentOf({ ...draft }, key);
    return await tracker.create(who, draft, { intent, ...trying, ...(force ? {} : { unless }) });
  } catch (thrown) {
    if (thrown instanceof Known) return { duplicates: thrown.similar };
    throw thrown;
  }
}

/** No failure: it takes the way of one to end what is not to be done. */
class Known extends Error {
  readonly similar: readonly Similar[];

  constructor(similar: readonly Similar[]) {
    super('known already');
    this.similar = similar;
  }
}
