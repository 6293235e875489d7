import * as z from 'zod';
import type { Settings } from '../open-tracker.ts';
import type { Capabilities } from '../tracker/capabilities.ts';
import { PARTS, type Part } from './ticket-parts.ts';

type Scope = Pick<Settings, 'projects' | 'capabilities' | 'files'>;
type Ability = (can: Capabilities) => boolean;
/** What becomes of a parameter; undefined where the tracker cannot serve it. */
type Shaping = (field: z.ZodType, scope: Scope) => z.ZodType | undefined;

const reading: Ability = (can) => can.reading;
const labels = where((can) => can.labels);
const assignees = where((can) => can.assignees);

/** What a tracker must be able to do for a tool to be there. */
const TOOLS: Readonly<Record<string, Ability>> = {
  search_tickets: reading,
  get_ticket: reading,
  find_duplicates: reading,
  update_ticket: reading,
  transition_ticket: reading,
  claim_ticket: (can) => can.claim,
  comment_ticket: (can) => can.comments.length > 0,
  link_tickets: (can) => can.relations,
  bulk_change: (can) => can.reading && can.dryRuns,
};

/** Parameters that depend on the tracker, whichever tool has them. */
const PARAMETERS: Readonly<Record<string, Shaping>> = {
  project: projectChoice,
  query: (field, { capabilities }) => field.describe(capabilities.words),
  include: partChoice,
  type: where((can) => can.types),
  priority: where((can) => can.priorities),
  labels,
  addLabels: labels,
  removeLabels: labels,
  assignee: assignees,
  assignees,
  addAssignees: assignees,
  removeAssignees: assignees,
  parent: where((can) => can.parent),
  due: where((can) => can.due),
  resolution: where((can) => can.resolutions),
  minutes: where((can) => can.leases),
  visibility: where((can) => can.comments.length > 1),
  force: where(reading),
  dryRun: where((can) => can.dryRuns),
};

/** Whether the tracker can do anything of what a tool is for. */
export function isServed({ name }: { name: string }, { capabilities, files }: Scope): boolean {
  // Without a folder to attach from there is nothing to attach.
  if (name === 'attach_file') return files !== undefined;
  return TOOLS[name]?.(capabilities) ?? true;
}

/** A tool with the parameters that the tracker serves, and a choice only where there is one. */
export function scoped<T extends { input: z.ZodObject; hints?: object }>(tool: T, scope: Scope): T {
  const shape = Object.entries(tool.input.shape).flatMap(([name, field]) => {
    const shaped = PARAMETERS[name] === undefined ? field : PARAMETERS[name](field as z.ZodType, scope);
    return shaped === undefined ? [] : [[name, shaped] as const];
  });
  return {
    ...tool,
    input: z.object(Object.fromEntries(shape)),
    ...(scope.capabilities.remote && { hints: { ...tool.hints, openWorld: true } }),
  };
}

/** A resource that tells of changes only where the tracker does. */
export function watchedIfItCan<T extends { watch?: unknown }>(
  { watch, ...resource }: T,
  { capabilities }: Scope,
): Omit<T, 'watch'> & { watch?: T['watch'] } {
  return capabilities.watch ? { ...resource, watch } : resource;
}

function where(is: Ability): Shaping {
  return (field, { capabilities }) => (is(capabilities) ? field : undefined);
}

function projectChoice(_field: z.ZodType, { projects }: Scope): z.ZodType | undefined {
  return projects.length < 2 ? undefined : z.enum(projects).optional();
}

function partChoice(field: z.ZodType, { capabilities }: Scope): z.ZodType {
  const left = PARTS.filter((part) => (part !== 'history' && part !== 'attachments') || capabilities[part]);
  if (left.length === PARTS.length) return field;
  return z
    .array(z.enum(left as [Part, ...Part[]]))
    .optional()
    .describe(field.description ?? '');
}
