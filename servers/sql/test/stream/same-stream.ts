import { ToolError } from '@ashlar/kit/errors';
import { expect } from 'vitest';
import type { Question } from '../../src/engine/engine.ts';
import type { Base } from './bases.ts';
import { type Asked, SEED, stream } from './stream.ts';
import { type Direct, difference, inOrderOf, type Shown, type Told } from './truth.ts';

/** Statements that may be asked for each that has to be answered: some are right only by their grammar. */
const ASKED = 1.3;
/** Statements that may be answered in one way now and in another later, for each that has to be the same. */
const UNSTABLE = 0.01;
/** How often a driver is asked again where it may answer one question in several ways. */
const AGAIN = 60;

/** What is asked instead of a driver: an engine, or the server. */
export interface Answering {
  run(question: Question): Promise<Shown & { truncated: unknown }>;
}

/** What became of one statement. */
type Verdict = 'same' | 'refused' | 'unstable' | { wrong: string };

/**
 * Asks both the same until so many were answered, several at once where there are several drivers. Expects that the server
 * answers what the driver is told, and refuses what the driver fails with and nothing else.
 */
export async function expectSame(
  { dialect, directs }: Base,
  server: Answering,
  least: number,
): Promise<void> {
  const statements = stream(dialect, Math.ceil(least * ASKED));
  const wrong: string[] = [];
  const counts = { same: 0, refused: 0, unstable: 0 };
  await Promise.all(
    directs.map(async (direct) => {
      for (const asked of statements) {
        const verdict = await compare(server, direct, asked);
        if (typeof verdict === 'string') counts[verdict] += 1;
        else wrong.push(`${verdict.wrong}\n${asked.ours.sql}\n${JSON.stringify(asked.ours.params)}`);
        if (counts.same >= least || wrong.length >= 5) return;
      }
    }),
  );
  expect(wrong, `seed ${SEED}`).toEqual([]);
  expect(counts.same, JSON.stringify(counts)).toBeGreaterThanOrEqual(least);
  expect(counts.unstable, JSON.stringify(counts)).toBeLessThanOrEqual(least * UNSTABLE);
}

/** Asks both. Where the database finds rows in any order they may come in any. */
async function compare(server: Answering, direct: Direct, asked: Asked): Promise<Verdict> {
  const { sql, params } = asked.direct;
  const [ours, theirs] = await Promise.allSettled([server.run(asked.ours), direct.ask(sql, params)]);
  if (theirs.status === 'rejected') {
    if (ours.status === 'fulfilled') return { wrong: `only the driver fails: ${theirs.reason}` };
    if (codeOf(ours.reason) === 'invalid_input') return 'refused';
    return { wrong: `fails with ${ours.reason} where the driver says ${theirs.reason}` };
  }
  if (ours.status === 'rejected') {
    // The pages of an answer that is another one each time do not fit together, which is said.
    if (direct.unordered && codeOf(ours.reason) === 'conflict') return 'unstable';
    return { wrong: `is refused, and is legal: ${ours.reason}` };
  }
  const { columns, rows, truncated } = ours.value;
  const answer = JSON.parse(JSON.stringify({ columns, rows, truncated }));
  const why = differs(answer, theirs.value, direct);
  if (why === undefined) return 'same';
  return (await again(answer, theirs.value, direct, asked)) ?? { wrong: why };
}

function codeOf(failure: unknown): string | undefined {
  return failure instanceof ToolError ? failure.code : undefined;
}

function differs(
  answer: Shown & { truncated: unknown },
  told: Told,
  { unordered }: Direct,
): string | undefined {
  const rows = answer.truncated === false ? told.rows : told.rows.slice(0, answer.rows.length);
  const why = difference(answer, { ...told, rows });
  return why === undefined || !unordered ? why : difference(inOrderOf(answer, told), told);
}

/** Whether the driver answers the same question in more than one way; `same` where one of them is ours. */
async function again(
  answer: Shown & { truncated: unknown },
  told: Told,
  direct: Direct,
  { direct: { sql, params } }: Asked,
): Promise<Verdict | undefined> {
  if (direct.unordered !== true) return undefined;
  let unstable = false;
  for (let at = 0; at < AGAIN; at++) {
    const next = await direct.ask(sql, params);
    if (differs(answer, next, direct) === undefined) return 'same';
    unstable ||= text(next) !== text(told);
  }
  return unstable ? 'unstable' : undefined;
}

function text(told: Told): string {
  return JSON.stringify(told, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
}
