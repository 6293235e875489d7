import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { type Context, callerOf } from '../context.ts';
import { seenShort } from '../show/seen.ts';
import { nextOf } from '../tracker/workflow.ts';

/** Characters of a name. */
const MOST_NAME = 100;

export const describeTracker = defineTool({
  name: 'describe_tracker',
  title: 'Describe the tracker',
  description:
    'Valid values: projects, statuses and where each may go, priorities, types, resolutions, labels, people.',
  input: z.object({ project: z.string().optional() }),
  output: z.object({
    projects: z.array(z.string()),
    statuses: z.array(z.object({ name: z.string(), kind: z.string(), next: z.array(z.string()) })),
    former: z.array(z.string()).optional(),
    initial: z.string(),
    priorities: z.array(z.string()),
    types: z.array(z.string()),
    resolutions: z.array(z.string()),
    labels: z.array(z.string()).optional(),
    people: z.array(z.string()).optional(),
    revisions: z.string(),
  }),
  access: 'read',
  async run({ project }, context: Context) {
    const { tracker, signal } = context;
    const who = callerOf(context);
    const workflow = await tracker.workflow(who, project, { signal });
    const names = (all: readonly string[]) => all.map((name) => seenShort(name, MOST_NAME));
    const labels = await tracker.labels?.(who, project, { signal });
    const people = await tracker.people?.(who, '', { signal });
    return {
      projects: [...tracker.projects],
      statuses: workflow.statuses.map(({ name, kind }) => ({ name, kind, next: nextOf(workflow, name) })),
      ...(workflow.former === undefined ? {} : { former: names(workflow.former) }),
      initial: workflow.initial,
      priorities: [...workflow.priorities],
      types: [...workflow.types],
      resolutions: [...workflow.resolutions],
      ...(labels === undefined ? {} : { labels: names(labels) }),
      ...(people === undefined ? {} : { people: names(people) }),
      revisions: tracker.capabilities.revisions,
    };
  },
});
