import type { Tour } from './step.ts';

/** What the tour shows of the ticketing server, on its sample of two projects. */
export const tour: Tour = {
  options: ['--as', 'ann'],
  person: 'decline',
  steps: [
    {
      say: 'A ticket is filed',
      tool: 'create_ticket',
      input: {
        title: 'Certificate of the shop expires on Friday',
        type: 'incident',
        priority: 'high',
        key: 'tour',
      },
    },
    {
      say: 'The same call again is the same ticket',
      tool: 'create_ticket',
      input: {
        title: 'Certificate of the shop expires on Friday',
        type: 'incident',
        priority: 'high',
        key: 'tour',
      },
    },
    {
      say: 'Another would be a duplicate, and is not made: here is the one that is there',
      tool: 'create_ticket',
      input: {
        title: 'Error 500 on login page after resetting a password',
        body: 'A customer cannot log in.',
      },
    },
    { say: 'It is read, with what was said about it', tool: 'get_ticket', input: { id: 'OPS-1' } },
    { say: 'And claimed: nobody else gets it now', tool: 'claim_ticket', input: { id: 'OPS-1' } },
    {
      say: 'A change that saw an older state is refused, and told what happened since',
      tool: 'update_ticket',
      input: { id: 'OPS-1', rev: '2', priority: 'low' },
      refused: true,
    },
    {
      say: 'What others will see is shown to a person first, who declines',
      tool: 'comment_ticket',
      input: { id: 'OPS-1', body: 'Dear customer, it works again.', visibility: 'public' },
      refused: true,
    },
    {
      say: 'What is open, unclaimed and not blocked',
      tool: 'search_tickets',
      input: { ready: true, labels: ['database'] },
    },
  ],
};
