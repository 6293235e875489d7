import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { createUnlessKnown } from '../asking/create-unless-known.ts';
import { type Context, callerOf, peopleIn } from '../context.ts';
import { askingFor, inProject, type Lines, summaryOf } from '../show/ask-first.ts';
import { draftLines } from '../show/change-summary.ts';
import { day, dryRunFlag, keyText, MOST, names, ticketId, titleText } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { similarRow, similarShape } from '../show/similar-row.ts';
import { triedRow, writtenRow, writtenShape } from '../show/written.ts';

export const createTicket = defineTool({
  name: 'create_ticket',
  title: 'Create a ticket',
  description: 'File a ticket. Likely duplicates are returned instead, and nothing is created.',
  input: z.object({
    title: titleText,
    body: z.string().max(MOST.body).optional(),
    project: z.string().optional(),
    type: z.string().optional(),
    priority: z.string().optional(),
    labels: names.optional(),
    assignees: names.optional(),
    parent: ticketId.optional(),
    due: day.optional(),
    force: z.boolean().optional().describe('Create it though duplicates were returned.'),
    key: keyText.optional().describe('Any text; repeat it when you retry the same ticket.'),
    dryRun: dryRunFlag,
  }),
  output: writtenShape
    .partial()
    .extend({ created: z.boolean(), duplicates: z.array(similarShape).optional() }),
  access: 'write',
  approval: async ({ project, dryRun }, context: Context) =>
    dryRun === true ? 'never' : askingFor('create_ticket', inProject(project), context),
  async preview({ key: _key, force: _force, dryRun: _dryRun, ...input }, context: Context) {
    const lines: Lines = (bounds) => ['Creates this ticket:', ...draftLines(draftOf(input), bounds)];
    return { summary: await summaryOf(lines, inProject(input.project), context) };
  },
  async run({ key, force, dryRun, ...input }, context: Context) {
    const { tracker, signal } = context;
    const who = callerOf(context);
    const draft = { ...draftOf(input), assignees: peopleIn(input.assignees, who) };
    const { title, body, labels, assignees } = draft;
    refuseSecrets({ title, body, labels, assignees });
    const made = await createUnlessKnown(tracker, who, draft, { key, force, dryRun, signal });
    if ('duplicates' in made) return { created: false, duplicates: made.duplicates.map(similarRow) };
    return dryRun === true ? { created: false, ...triedRow(made) } : { created: true, ...writtenRow(made) };
  },
});

function draftOf<Given extends { body?: string | undefined }>({ body = '', ...rest }: Given) {
  return { ...rest, body };
}
