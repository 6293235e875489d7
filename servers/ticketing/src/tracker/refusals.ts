import { ToolError } from '@ashlar/kit/errors';
import { clip, oneLine, quoted } from '@ashlar/kit/files';
import type { HistoryEntry, Rev } from './ticket.ts';

/** Entries of a history that a refusal tells of. */
const MOST_TOLD = 8;
/** Characters of a value in a refusal. */
const MOST_VALUE = 60;
/** Values that a refusal lists. */
const MOST_VALUES = 30;

/** The one answer for what does not exist and what belongs to another tenant. */
export function noSuchTicket(id: string): ToolError {
  return new ToolError('not_found', `There is no ticket ${quoted(clip(id, MOST_VALUE))}.`, {
    hint: 'search_tickets finds tickets by their words.',
  });
}

/** Likewise for projects; `allowed` are those of the operator, whoever asks. */
export function noSuchProject(named: string, allowed: readonly string[]): ToolError {
  return new ToolError('not_found', `project: there is no ${quoted(clip(named, MOST_VALUE))}.`, {
    hint: `There are: ${allowed.join(', ')}.`,
  });
}

/** Names the field at fault and what it takes. */
export function badValue(field: string, value: string, valid: readonly string[]): ToolError {
  const some = valid.slice(0, MOST_VALUES).map((one) => clip(oneLine(one), MOST_VALUE));
  const more = valid.length > some.length ? `, and ${valid.length - some.length} more` : '';
  return new ToolError('invalid_input', `${field}: there is no ${quoted(clip(value, MOST_VALUE))}.`, {
    hint: some.length === 0 ? 'None can be given here.' : `There are: ${some.join(', ')}${more}.`,
  });
}

/** A change of a state that is gone. `since` is what happened after it, oldest first; it may be unknown. */
export function stale(
  id: string,
  { saw, now, since }: { saw: Rev; now: Rev; since?: readonly HistoryEntry[] | undefined },
): ToolError {
  const told = since?.slice(-MOST_TOLD).map(entryText) ?? [];
  const left = (since?.length ?? 0) - told.length;
  const what = told.length === 0 ? '' : ` Since then: ${left > 0 ? `${left} more; ` : ''}${told.join('; ')}.`;
  const message = `rev: ${id} is at ${quoted(now)}, no longer at ${quoted(clip(saw, MOST_VALUE))}. Nothing was changed.${what}`;
  return new ToolError('conflict', message, {
    hint: 'Look at the ticket again, and repeat the change with its rev if it is still wanted.',
  });
}

/** The key of an intent stands for another one. */
export function otherIntent(): ToolError {
  return new ToolError('conflict', 'key: was used for something else before. Nothing was done.', {
    hint: 'Repeat a call exactly to get its answer again; for something new, use another key.',
  });
}

function entryText({ by, what, changed }: HistoryEntry): string {
  const fields = changed.map(changeText).join(', ');
  return `${what} by ${quoted(clip(by.name, MOST_VALUE))}${fields === '' ? '' : ` (${fields})`}`;
}

/** Long texts are named and not told. */
function changeText({ field, before, after }: HistoryEntry['changed'][number]): string {
  if (field === 'body' || (before === undefined && after === undefined)) return field;
  const value = (text: string | undefined) =>
    text === undefined ? 'nothing' : quoted(clip(text, MOST_VALUE));
  return `${field} ${value(before)} → ${value(after)}`;
}
