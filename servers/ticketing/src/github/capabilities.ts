import type { Capabilities } from '../tracker/capabilities.ts';

/**
 * What GitHub Issues can do. Nothing is compared when GitHub writes, so revisions are best effort; every comment is
 * public; types and dependencies are of some organisations only, and left out.
 */
export const GITHUB_CAPABILITIES: Capabilities = {
  remote: true,
  reading: true,
  words: 'words, "phrases" and -without',
  revisions: 'best effort',
  priorities: false,
  types: false,
  labels: true,
  assignees: true,
  claim: true,
  leases: false,
  comments: ['public'],
  relations: false,
  history: true,
  attachments: false,
  due: false,
  parent: false,
  resolutions: true,
  audience: 'everybody',
  customers: true,
  idempotency: false,
  watch: false,
  dryRuns: true,
};
