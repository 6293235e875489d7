import { join } from 'node:path';
import { contract, onSample } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  start: () => onSample(folder),
  succeed: [
    { tool: 'describe_tracker', input: { project: 'WEB' } },
    { tool: 'search_tickets', input: { query: 'disk full', limit: 5 } },
    { tool: 'search_tickets', input: { ready: true, labels: ['database'] } },
    { tool: 'get_ticket', input: { id: 'OPS-1', include: ['body', 'comments', 'history'] } },
    { tool: 'find_duplicates', input: { title: 'Disk full on db-1' } },
    {
      tool: 'create_ticket',
      input: { title: 'Renew the certificate', project: 'OPS', due: '2026-12-01', key: 'k' },
    },
    { tool: 'update_ticket', input: { id: 'OPS-6', rev: '1', addLabels: ['database'], priority: 'high' } },
    { tool: 'transition_ticket', input: { id: 'OPS-6', rev: '2', to: 'in_progress' } },
    { tool: 'claim_ticket', input: { id: 'OPS-6' } },
    { tool: 'comment_ticket', input: { id: 'OPS-6', body: 'Ordered.' } },
    { tool: 'attach_file', input: { id: 'OPS-6', path: 'db-1.txt' } },
    { tool: 'link_tickets', input: { id: 'OPS-6', relation: 'relates_to', target: 'WEB-1' } },
    { tool: 'bulk_change', input: { ids: ['OPS-6', 'WEB-1'], addLabels: ['seen'] } },
  ],
  resources: ['ticket://OPS/OPS-1', 'ticket://OPS/OPS-2/attachments/1', 'tracker://workflow'],
  prompts: { triage: {}, draft_reply: { id: 'OPS-1' }, incident_summary: { id: 'OPS-2' }, standup: {} },
  missingResource: 'ticket://OPS/OPS-999',
});
