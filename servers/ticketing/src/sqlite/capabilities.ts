import type { Capabilities } from '../tracker/capabilities.ts';

/** What the embedded tracker can do. */
export const SQLITE_CAPABILITIES: Capabilities = {
  remote: false,
  reading: true,
  words: 'words, "phrases", begin* and -without',
  revisions: 'compare-and-set',
  priorities: true,
  types: true,
  labels: true,
  assignees: true,
  claim: true,
  leases: true,
  comments: ['internal', 'public'],
  relations: true,
  history: true,
  attachments: false,
  due: true,
  parent: true,
  resolutions: true,
  idempotency: true,
  watch: true,
};
