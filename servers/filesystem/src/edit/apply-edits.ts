import { isAscii } from 'node:buffer';
import { ToolError } from '@ashlar/kit/errors';
import { untoken, WHOLE_LIMIT } from '@ashlar/kit/files';
import { detect, encode, type TextFormat } from '../text/encoding.ts';
import { makeView, show, type View } from '../text/view.ts';
import { diffTexts } from './diff.ts';
import { findPlaces, MOST_REPLACED } from './find-places.ts';
import { splice } from './splice.ts';

/** One replacement, in the words of the view that the model read. */
export interface Edit {
  /** What stands there now. */
  old: string;
  /** What shall stand there. */
  new: string;
  /** Replace every place, not the only one. */
  all?: boolean | undefined;
}

export interface Edited {
  bytes: Buffer;
  /** A unified diff of what changed, bounded; see `diffTexts`. */
  diff: string;
  /** Places replaced. */
  changed: number;
}

/** Edits times bytes that one call may take, so that it never holds up the thread for long. */
const WORK_BYTES = 64 * 1024 * 1024;

/**
 * Applies edits in order, each to what the ones before it left; all of them or none. Matching happens on the
 * view, replacing on the bytes: what was not edited keeps its line ends, byte order mark and encoding.
 *
 * @throws ToolError `invalid_input` where an edit cannot be meant or its text does not exist in the file's
 *   encoding, `conflict` where `old` is not there, `limited` where file, result or number of places are too large
 */
export function applyEdits(bytes: Buffer, edits: readonly Edit[]): Edited {
  if (edits.length === 0) throw new ToolError('invalid_input', 'There is no edit.', { hint: 'Send one.' });
  refuseTooMuch(bytes, edits.length);
  const format = detect(bytes);
  if (!format) throw notText('The file is not text.');
  const before = makeView(bytes, format);
  let state = { bytes, view: before, changed: 0 };
  for (const [index, edit] of edits.entries()) {
    const label = edits.length > 1 ? `Edit ${index + 1}: ` : '';
    state = applyOne(state, edit, label);
  }
  refuseOtherFormat(state.bytes, format);
  return { bytes: state.bytes, diff: diffTexts(before.text, state.view.text), changed: state.changed };
}

interface State {
  bytes: Buffer;
  view: View;
  changed: number;
}

function applyOne({ bytes, view, changed }: State, edit: Edit, label: string): State {
  const old = show(edit.old).text;
  const shown = show(edit.new);
  if (old === '') {
    throw new ToolError('invalid_input', `${label}\`old\` is empty.`, {
      hint: 'Copy into `old` the text to replace, or lines beside the place to insert at.',
    });
  }
  if (old === shown.text) {
    throw new ToolError('invalid_input', `${label}\`old\` and \`new\` are the same.`, {
      hint: 'Leave this edit out, or change `new`.',
    });
  }
  // A token stands for its character where the file has that character, or where the caller sent it itself.
  const known = new Set([...view.tokens, ...shown.tokens]);
  encode(untoken(shown.text, known), { ...view.format, bom: false });
  const places = findPlaces(view, { old, new: shown.text, all: edit.all === true }, label);
  if (changed + places.length > MOST_REPLACED) throw tooManyPlaces(label);
  const next = splice(bytes, view, places, { old, new: shown.text, known });
  return { bytes: next, view: makeView(next, view.format), changed: changed + places.length };
}

function refuseTooMuch(bytes: Buffer, edits: number): void {
  if (bytes.length > WHOLE_LIMIT) {
    throw new ToolError('limited', `The file has ${bytes.length} bytes, more than can be edited.`, {
      hint: `Files up to ${WHOLE_LIMIT} bytes can be edited.`,
      retryable: false,
    });
  }
  const most = Math.max(1, Math.floor(WORK_BYTES / Math.max(1, bytes.length)));
  if (edits <= most) return;
  throw new ToolError('limited', `${edits} edits are too many for a file of ${bytes.length} bytes.`, {
    hint: `Send at most ${most} at a time.`,
    retryable: false,
  });
}

function tooManyPlaces(label: string): ToolError {
  return new ToolError('limited', `${label}There are more than ${MOST_REPLACED} places to replace.`, {
    hint: 'Make `old` longer, so that it stands in fewer places.',
    retryable: false,
  });
}

/** What reads as something else after an edit could not be edited back. */
function refuseOtherFormat(bytes: Buffer, format: TextFormat): void {
  const now = detect(bytes);
  if (now && now.encoding === format.encoding && now.bom === format.bom) return;
  if (bytes.length === 0 || (format.encoding === 'latin1' && isAscii(bytes) && now)) return;
  throw notText(`With these edits the file would no longer read as ${format.encoding} text.`);
}

function notText(message: string): ToolError {
  return new ToolError('invalid_input', message, { hint: 'Write the whole file instead of editing it.' });
}
