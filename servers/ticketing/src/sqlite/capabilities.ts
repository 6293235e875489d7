import { capabilitiesIn, OWN_CAPABILITIES } from '../rules/capabilities.ts';
import type { Capabilities } from '../tracker/capabilities.ts';
import type { Workflow } from '../tracker/workflow.ts';

/** What the embedded tracker can do. */
export const SQLITE_CAPABILITIES: Capabilities = {
  ...OWN_CAPABILITIES,
  attachments: true,
  actions: true,
};

/** The same with this workflow, and where some callers are customers. */
export function sqliteCapabilities(workflow: Workflow, customers: boolean): Capabilities {
  return { ...capabilitiesIn(SQLITE_CAPABILITIES, workflow), customers };
}
