import { ToolError } from '@ashlar/kit/errors';
import type { Told } from '../engine/answer.ts';
import { type Caps, capsWithin } from '../engine/caps.ts';
import type { Question } from '../engine/engine.ts';
import type { Source } from '../source/source.ts';
import { checkPlace, openCursor, type Seals, sealCursor } from './cursor.ts';
import { didYouMean } from './did-you-mean.ts';
import { everySecond, type Progress } from './every-second.ts';
import { statementKey } from './statement-key.ts';

/** Who asks, and for how much. */
export interface Asking {
  signal: AbortSignal;
  progress: Progress;
  handles: Seals;
  /** Rows; at most the operator's ceiling. */
  maxRows?: number | undefined;
  /** What an earlier answer to the same question ended with. */
  cursor?: string | undefined;
}

export interface Page extends Omit<Told, 'digests'> {
  nextCursor?: string;
}

/**
 * One page of an answer. No statement is held open between pages: the question is asked anew, the rows that were given
 * are passed over, and where they are not the same rows any more that is a `conflict`. Throws `ToolError`.
 */
export async function askPage(source: Source, question: Question, asking: Asking): Promise<Page> {
  const { handles, cursor, maxRows } = asking;
  const key = () => statementKey(source.name, question);
  const place = cursor === undefined ? undefined : await openCursor(handles, key(), cursor);
  const skip = place?.rows ?? 0;
  const caps = { ...capsWithin(source.caps, maxRows === undefined ? {} : { rows: maxRows }), page: { skip } };
  const { digests, ...answer }: Told = await ask(source, asking, (signal) =>
    source.use((engine) => engine.run(question, { caps, signal })),
  );
  if (place !== undefined) checkPlace(place, digests?.before ?? '');
  if (answer.rowCount === 0 && (answer.truncated !== false || isWide(answer, caps)))
    throw tooWide(answer.columns.length);
  const next = { rows: skip + answer.rowCount, digest: digests?.after ?? '' };
  return {
    ...answer,
    ...(answer.truncated === false ? {} : { nextCursor: await sealCursor(handles, key(), next) }),
  };
}

/** Work of a database, told of while it takes its time; what it does not know comes back with what may be meant. */
export async function ask<T>(
  source: Source,
  { signal, progress }: Pick<Asking, 'signal' | 'progress'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await everySecond(progress, () => work(signal));
  } catch (error) {
    throw await didYouMean(error, source, signal);
  }
}

/** Whether the columns alone are more than an answer may be, also where no row of them is there. */
function isWide({ columns }: Told, { bytes }: Caps): boolean {
  return Buffer.byteLength(JSON.stringify(columns)) > bytes;
}

function tooWide(columns: number): ToolError {
  return new ToolError('limited', `sql: one row of ${columns} columns does not fit an answer.`, {
    hint: 'Select fewer columns.',
    retryable: false,
  });
}
