import type { Capabilities } from '../tracker/capabilities.ts';

/** What the embedded tracker can do. */
export const SQLITE_CAPABILITIES: Capabilities = {
  revisions: 'compare-and-set',
  priorities: true,
  types: true,
  labels: true,
  assignees: true,
  claim: true,
  comments: ['internal', 'public'],
  relations: true,
  history: true,
  attachments: false,
  due: true,
  parent: true,
  resolutions: true,
  audience: 'tenant',
  idempotency: true,
  watch: true,
  dryRuns: true,
};
