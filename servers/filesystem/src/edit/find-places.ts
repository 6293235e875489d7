import { ToolError } from '@ashlar/kit/errors';
import { countBreaks } from '../text/lines.ts';
import { isBetween, type View } from '../text/view.ts';
import { diagnose } from './nearest-miss.ts';
import { occurrences } from './occurrences.ts';

/** Places counted before the answer is "more than". */
const MOST_COUNTED = 1_000;
const MOST_NAMED = 10;
/** Places that one call replaces: a tenth of a second of work, which nothing else can interrupt. */
export const MOST_REPLACED = 100_000;

/**
 * Where `old` stands in the view, ascending and without overlap: the only place, or every one with `all`.
 * Overlapping places count as several, since either could be meant.
 *
 * @throws ToolError `invalid_input` where it stands more than once and `all` is not set, `conflict` where nowhere
 */
export function findPlaces(
  view: View,
  edit: { old: string; new: string; all: boolean },
  label: string,
): number[] {
  const { old, all } = edit;
  const places: number[] = [];
  for (const start of occurrences(view.text, old)) {
    if (all && start < (places.at(-1) ?? -old.length) + old.length) continue;
    if (!isBetween(view, start) || !isBetween(view, start + old.length)) continue;
    places.push(start);
    if (places.length > (all ? MOST_REPLACED : MOST_COUNTED)) break;
  }
  if (places.length === 0) {
    const { message, hint } = diagnose(view.text, edit.old, edit.new);
    throw new ToolError('conflict', label + message, { hint });
  }
  if (!all && places.length > 1) throw ambiguous(view.text, places, label);
  return places;
}

function ambiguous(text: string, places: number[], label: string): ToolError {
  const lines = places.slice(0, MOST_NAMED).map((place) => countBreaks(text, place) + 1);
  const count = places.length > MOST_COUNTED ? `more than ${MOST_COUNTED}` : `${places.length}`;
  const among = places.length > MOST_NAMED ? ', among others' : '';
  const unique = [...new Set(lines)];
  const where = `${unique.length > 1 ? 'lines' : 'line'} ${unique.join(', ')}${among}`;
  return new ToolError('invalid_input', `${label}\`old\` stands ${count} times in the file: ${where}.`, {
    hint: 'Add lines around it to `old` until there is one such place, or set `all` to replace every one.',
  });
}
