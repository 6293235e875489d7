import type { Capabilities } from '../tracker/capabilities.ts';

/** What a tracker can do that keeps its tickets itself, in whatever database. */
export const OWN_CAPABILITIES: Capabilities = {
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
