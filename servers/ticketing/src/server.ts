import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { actionTool } from './actions/action-tool.ts';
import { instructions } from './instructions.ts';
import { openTracker, prepareTracker, type Settings } from './open-tracker.ts';
import { options } from './options.ts';
import { inProfile } from './profile.ts';
import { draftReply } from './prompts/draft-reply.ts';
import { incidentSummary } from './prompts/incident-summary.ts';
import { standup } from './prompts/standup.ts';
import { triage } from './prompts/triage.ts';
import { attachment } from './resources/attachment.ts';
import { ticket } from './resources/ticket.ts';
import { workflow } from './resources/workflow.ts';
import { isServed, scoped, watchedIfItCan } from './show/scoped.ts';
import { attachFile } from './tools/attach-file.ts';
import { bulkChange } from './tools/bulk-change.ts';
import { claimTicket } from './tools/claim-ticket.ts';
import { commentTicket } from './tools/comment-ticket.ts';
import { createTicket } from './tools/create-ticket.ts';
import { describeTracker } from './tools/describe-tracker.ts';
import { findDuplicates } from './tools/find-duplicates.ts';
import { getTicket } from './tools/get-ticket.ts';
import { linkTickets } from './tools/link-tickets.ts';
import { searchTickets } from './tools/search-tickets.ts';
import { transitionTicket } from './tools/transition-ticket.ts';
import { updateTicket } from './tools/update-ticket.ts';

const tools = [
  describeTracker,
  searchTickets,
  getTicket,
  findDuplicates,
  createTicket,
  updateTicket,
  transitionTicket,
  claimTicket,
  commentTicket,
  linkTickets,
  bulkChange,
  attachFile,
];

export const server = defineServer({
  name: 'ticketing',
  title: 'Ticketing',
  manifest,
  description: 'keeps tickets: no duplicates, no lost updates, no reply that nobody approved.',
  options,
  prepare: (given, start) => prepareTracker(given, start, tools),
  instructions,
  open: openTracker,
  tools,
  resources: [ticket, attachment, workflow],
  prompts: [triage, draftReply, incidentSummary, standup],
  deliveries: ({ deliveries }: Settings) => deliveries,
  offers: (settings) => ({
    tools: inProfile(settings.profile, {
      tools: tools.filter((tool) => isServed(tool, settings)).map((tool) => scoped(tool, settings)),
      actions: settings.actions.map(actionTool),
    }),
    ...(settings.capabilities.reading
      ? {
          resources: [
            watchedIfItCan(ticket, settings),
            ...(settings.capabilities.attachments ? [attachment] : []),
            workflow,
          ],
        }
      : { resources: [workflow], prompts: [] }),
  }),
});
