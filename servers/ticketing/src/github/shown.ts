import type { Changed, Rev } from '../tracker/ticket.ts';
import { assigneesOf, bodyOf, type Issue, labelsOf, resolutionOf, revOf } from './issue.ts';

/** States that are remembered: those a caller may have seen lately. */
const MOST = 500;

/**
 * Issues as they were shown. GitHub keeps no list of what becomes of a text, nor gives back a state that is gone; with
 * this a refusal can tell what changed since.
 */
export class Shown {
  readonly #states = new Map<string, Issue>();

  keep(id: string, issue: Issue): void {
    const key = `${id} ${revOf(issue)}`;
    this.#states.delete(key);
    this.#states.set(key, issue);
    const [oldest] = this.#states.keys();
    if (this.#states.size > MOST && oldest !== undefined) this.#states.delete(oldest);
  }

  at(id: string, rev: Rev): Issue | undefined {
    return this.#states.get(`${id} ${rev}`);
  }
}

/** What makes two states of an issue different. Of a text only that it is another one. */
export function differences(before: Issue, after: Issue): Changed[] {
  return [
    ...field('title', before.title, after.title),
    ...(bodyOf(before) === bodyOf(after) ? [] : [{ field: 'body' }]),
    ...field('status', before.state, after.state),
    ...field('resolution', resolutionOf(before), resolutionOf(after)),
    ...set('labels', labelsOf(before), labelsOf(after)),
    ...set('assignees', assigneesOf(before), assigneesOf(after)),
  ];
}

function field(name: string, before: string | undefined, after: string | undefined): Changed[] {
  if (before === after) return [];
  return [{ field: name, ...(before ? { before } : {}), ...(after ? { after } : {}) }];
}

function set(name: string, before: readonly string[], after: readonly string[]): Changed[] {
  const went = before.filter((one) => !after.includes(one)).join(', ');
  const came = after.filter((one) => !before.includes(one)).join(', ');
  return field(name, went, came);
}
