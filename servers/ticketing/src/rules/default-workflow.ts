import type { Workflow } from '../tracker/workflow.ts';

const WAYS: Readonly<Record<string, readonly string[]>> = {
  todo: ['in_progress', 'blocked', 'done', 'cancelled'],
  in_progress: ['in_review', 'blocked', 'done', 'todo', 'cancelled'],
  in_review: ['in_progress', 'done', 'cancelled'],
  blocked: ['in_progress', 'todo', 'cancelled'],
  done: ['todo'],
  cancelled: ['todo'],
};

/** What tickets of the embedded tracker may be. */
export const DEFAULT_WORKFLOW: Workflow = {
  statuses: [
    { name: 'todo', kind: 'open' },
    { name: 'in_progress', kind: 'active' },
    { name: 'in_review', kind: 'active' },
    { name: 'blocked', kind: 'active' },
    { name: 'done', kind: 'done' },
    { name: 'cancelled', kind: 'done' },
  ],
  initial: 'todo',
  transitions: Object.entries(WAYS).flatMap(([from, all]) => all.map((to) => ({ from, to }))),
  priorities: ['urgent', 'high', 'medium', 'low'],
  types: ['task', 'bug', 'incident', 'request', 'question'],
  resolutions: ['fixed', 'answered', 'wont_fix', 'duplicate', 'cannot_reproduce'],
};
