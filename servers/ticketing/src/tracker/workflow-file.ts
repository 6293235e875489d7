import * as z from 'zod';
import { readJsonFile, wrongField } from '../configured/json-file.ts';
import { onward } from './reach.ts';
import type { Workflow } from './workflow.ts';

const OPTION = '--workflow';
/** Statuses, and values of each list; models are shown all of them. */
const MOST = 30;

const name = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} _.-]{0,38}[\p{L}\p{N}])?$/u,
    'a name has 1 to 40 letters, digits, spaces, . _ and -',
  );
const names = z.array(name).max(MOST, `must be ${MOST} at most`).default([]);

const workflowFile = z.strictObject({
  statuses: z
    .array(z.strictObject({ name, kind: z.enum(['open', 'active', 'done']) }))
    .min(2, 'must be two at least')
    .max(MOST, `must be ${MOST} at most`),
  initial: z.string(),
  transitions: z
    .array(z.strictObject({ from: z.string(), to: z.string(), ask: z.boolean().optional() }))
    .max(MOST * MOST),
  priorities: names,
  types: names,
  resolutions: names,
});

/** The workflow in a JSON file. Throws `ToolError` (`invalid_input`) that names the field at fault and the fix. */
export function loadWorkflow(path: string): Workflow {
  const { transitions, ...rest } = readJsonFile(OPTION, path, workflowFile);
  const ways = transitions.map(({ from, to, ask }) => ({ from, to, ...(ask ? { ask } : {}) }));
  const workflow = { ...rest, transitions: ways };
  checkNames(workflow);
  checkWays(workflow);
  checkReach(workflow);
  return workflow;
}

function checkNames({ statuses, priorities, types, resolutions }: Workflow): void {
  const lists = { statuses: statuses.map((status) => status.name), priorities, types, resolutions };
  for (const [field, all] of Object.entries(lists)) {
    const folded = all.map((one) => one.toLowerCase());
    const at = folded.findIndex((one, index) => folded.indexOf(one) < index);
    if (at >= 0) throw wrongField(OPTION, [field, at], `${all[at]} is there twice: leave one out`);
  }
}

function checkWays({ statuses, initial, transitions }: Workflow): void {
  const all = statuses.map((status) => status.name);
  const there = `there are ${all.join(', ')}`;
  const first = statuses.find((status) => status.name === initial);
  if (first === undefined) throw wrongField(OPTION, ['initial'], `is no status: ${there}`);
  if (first.kind === 'done')
    throw wrongField(OPTION, ['initial'], `${initial} is done: begin with another one`);
  const known = new Set<string>();
  for (const [at, { from, to }] of transitions.entries()) {
    const path = ['transitions', at];
    if (!all.includes(from)) throw wrongField(OPTION, [...path, 'from'], `is no status: ${there}`);
    if (!all.includes(to)) throw wrongField(OPTION, [...path, 'to'], `is no status: ${there}`);
    if (from === to) throw wrongField(OPTION, path, `leads from ${from} to itself: leave it out`);
    const way = JSON.stringify([from, to]);
    if (known.has(way)) throw wrongField(OPTION, path, `${from} to ${to} is there twice: leave one out`);
    known.add(way);
  }
}

/** A status that no ticket can get to is a mistake, and one from which none can end is a trap. */
function checkReach({ statuses, initial, transitions }: Workflow): void {
  const done = statuses.filter(({ kind }) => kind === 'done').map((status) => status.name);
  if (done.length === 0)
    throw wrongField(OPTION, ['statuses'], 'none is done: give one of them "kind": "done"');
  const reached = onward([initial], transitions);
  const ending = onward(
    done,
    transitions.map(({ from, to }) => ({ from: to, to: from })),
  );
  for (const [at, status] of statuses.entries()) {
    const path = ['statuses', at];
    if (!reached.has(status.name)) {
      throw wrongField(
        OPTION,
        path,
        `no way leads from ${initial} to ${status.name}: add a transition to it`,
      );
    }
    if (!ending.has(status.name)) {
      throw wrongField(OPTION, path, `no way leads from ${status.name} to an end: add a transition from it`);
    }
  }
}
