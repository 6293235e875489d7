import { sameText } from '../remote/same-text.ts';
import { unknownOutcome } from '../remote/unknown-outcome.ts';
import type { NewComment } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Comment, Written } from '../tracker/ticket.ts';
import type { Once } from '../tracker/tracker.ts';
import { commentsOf } from './comments.ts';
import type { RestDesk } from './desk.ts';
import { idOf, type Place } from './projects.ts';
import { find, plain } from './read.ts';
import { type Found, placeValues } from './record.ts';
import { checkAllowed } from './requires.ts';

/** Comments among which the one that was written is looked for. */
const MOST = 10;

/** Sends it once, and reads it again: that says who sees it. Throws `ToolError` (`invalid_input`) for one there is not. */
export async function addComment(
  desk: RestDesk,
  who: Who,
  id: string,
  comment: NewComment,
  { intent, signal }: Once,
): Promise<Written> {
  const place = await desk.place(who, id);
  const { visibility, body } = comment;
  const spec = desk.profile.comment?.[visibility];
  if (spec === undefined) throw badValue('visibility', visibility, Object.keys(desk.profile.comment ?? {}));
  return desk.writes.do(async () => {
    // Also shows that the ticket is one of an allowed project.
    await find(desk, place, { signal }, id);
    const asking = { id, project: place.project.name, permission: spec.permission };
    await checkAllowed(desk, place.project, spec.requires, asking);
    return desk.intents.once({
      who,
      what: `comment ${idOf(place)} ${visibility}`,
      intent,
      run: async () => {
        const begun = desk.clock();
        await desk.send(spec.request, { ...asking, values: { ...placeValues(place), body } });
        return (
          (await writtenNow(desk, place, comment, begun).catch(() => undefined)) ?? unseen(place, visibility)
        );
      },
      find: (begun) => writtenNow(desk, place, comment, begun),
      unknown: (cause) =>
        unknownOutcome(
          desk.profile.name,
          'the comment was written',
          'Look at the ticket; the same call, made again, looks first and writes no second one.',
          cause,
        ),
    });
  });
}

/** Undefined where it is not there. */
async function writtenNow(
  desk: RestDesk,
  place: Place,
  sent: NewComment,
  begun: number,
): Promise<Written | undefined> {
  const found = await find(desk, place, {});
  const comment = await mine(desk, found, sent, begun);
  if (comment === undefined) return undefined;
  desk.made.add(madeName(place, comment.id));
  const { id, rev, url } = plain(desk, found);
  return {
    ...{ id, rev },
    ...(url === undefined ? {} : { url }),
    changed: [
      { field: 'comment', after: comment.id },
      { field: 'visibility', after: comment.visibility },
      { field: 'author', after: comment.author.name },
    ],
    // The tracker made another one of it, and nothing takes that back.
    ...(comment.visibility === sent.visibility ? {} : { dropped: [`visibility: ${sent.visibility}`] }),
  };
}

async function mine(
  desk: RestDesk,
  found: Found,
  { body }: NewComment,
  begun: number,
): Promise<Comment | undefined> {
  const { me } = await desk.account();
  const { items } = await commentsOf(desk, found, { limit: MOST });
  return items.find(
    (comment) =>
      !desk.made.has(madeName(found.place, comment.id)) &&
      (me === undefined || comment.writer === me) &&
      sameText(comment.body, body) &&
      Date.parse(comment.at) >= desk.earliest(begun),
  );
}

/** It is written, whatever comes after: without the state it led to, there is none to name. */
function unseen(place: Place, visibility: string): Written {
  return {
    id: idOf(place),
    rev: '',
    changed: [{ field: 'comment' }, { field: 'visibility', after: visibility }],
  };
}

function madeName(place: Place, comment: string): string {
  return `${idOf(place)} comment ${comment}`;
}
