import type { Workflow } from '../tracker/workflow.ts';

/** What an issue of GitHub may be. It has no priorities; labels stand for what a team has beside this. */
export const GITHUB_WORKFLOW: Workflow = {
  statuses: [
    { name: 'open', kind: 'open' },
    { name: 'closed', kind: 'done' },
  ],
  initial: 'open',
  transitions: [
    { from: 'open', to: 'closed' },
    { from: 'closed', to: 'open' },
  ],
  priorities: [],
  types: [],
  resolutions: ['completed', 'not_planned', 'duplicate'],
};
