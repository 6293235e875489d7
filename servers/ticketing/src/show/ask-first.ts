import { type Asking, ToolError } from '@ashlar/kit';
import { type Context, callerOf } from '../context.ts';
import { forTeam, placeIn, placeOf } from '../flow/place.ts';
import { isAsked, type Reasons, reasonsFor } from '../flow/reasons.ts';
import type { Place } from '../tracker/audience.ts';
import { type Bounds, WHOLE } from './change-summary.ts';
import { inQuotes } from './seen.ts';

/** Tickets that a reason names. */
const MOST_NAMED = 3;
/** Characters of a question: of more the kit shows the beginning. */
const MOST_ASKED = 3_900;

/** Where something is about to be written. */
export type Writing = (context: Context) => Promise<readonly Place[]>;

/** Into these tickets, by their ids. */
export function inTickets(...ids: (string | undefined)[]): Writing {
  return async (context) => {
    const named = new Set(ids.filter((id) => id !== undefined));
    const who = callerOf(context);
    return Promise.all([...named].map((id) => placeOf(context.tracker, who, id, context)));
  };
}

/** Into a ticket, for the team alone. */
export function inTeam(id: string): Writing {
  return async (context) => (await inTickets(id)(context)).map((place) => forTeam(context.tracker, place));
}

/** Into a project, the first of which is meant where none is named. */
export function inProject(project: string | undefined): Writing {
  return async (context) => {
    const named = project ?? context.tracker.projects[0];
    return [await placeIn(context.tracker, callerOf(context), named, context)];
  };
}

/** For anybody to see. */
export const inPublic: Writing = async () => [{ project: undefined, audience: 'everybody', internal: false }];

/**
 * Whether a person is asked before a tool writes: where the operator wants that, and where words could come to people who
 * had no part in what was read before.
 */
export async function askingFor(
  tool: string,
  writing: Writing,
  context: Context,
): Promise<Asking | undefined> {
  if (context.asks.has(tool)) return 'must';
  return isAsked(await reasonsOf(writing, context)) ? 'must' : undefined;
}

/** Lines of a question, within bounds. */
export type Lines = (bounds?: Bounds) => readonly string[];

/**
 * The question, under why it is asked. Where that is for what was read, or others will see it, a person has to see all of
 * it: throws `ToolError` where it is too much.
 */
export async function summaryOf(
  lines: Lines,
  writing: Writing,
  context: Context,
  { whole = false }: { whole?: boolean } = {},
): Promise<string> {
  const reasons = await reasonsOf(writing, context);
  const isWhole = whole || isAsked(reasons);
  const why = isAsked(reasons) ? reasonLines(reasons) : [];
  const summary = [...why, ...lines(isWhole ? WHOLE : undefined)].join('\n');
  if (isWhole && summary.length > MOST_ASKED) throw tooMuch();
  return summary;
}

async function reasonsOf(writing: Writing, context: Context): Promise<Reasons> {
  return reasonsFor(context.tracker, callerOf(context), context.marks, await writing(context));
}

function reasonLines({ outside, private: kept }: Reasons): string[] {
  const lines = [
    ...(outside.length === 0
      ? []
      : [`Text that may be of somebody outside the team was read before this, in ${named(outside)}.`]),
    ...(kept.length === 0
      ? []
      : [`Text was read before this that not all may see who will see this, in ${named(kept)}.`]),
  ];
  return lines.length === 0 ? ['It is not known what was read before this.'] : lines;
}

function named(ids: readonly string[]): string {
  const some = ids.slice(0, MOST_NAMED).map((id) => (id === '' ? 'some ticket' : inQuotes(id, 60)));
  const more = ids.length - some.length;
  return some.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function tooMuch(): ToolError {
  return new ToolError(
    'invalid_input',
    'body: this is more than a person can be shown, who has to see all of it.',
    {
      hint: 'They are asked because others will read it who had no part in what was read before: make it shorter.',
    },
  );
}
