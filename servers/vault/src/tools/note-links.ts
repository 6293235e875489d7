import { defineTool, type Reply, withTrailer } from '@ashlar/kit';
import { throwIfCancelled } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { readNote } from '../disk/read-note.ts';
import { sliced } from '../disk/sliced.ts';
import { noteAt } from '../find-note.ts';
import { type Edge, incoming, outgoing } from '../graph/edges.ts';
import { linesOf } from '../search/fields.ts';
import { incomingLine, outgoingLine } from '../show/edge.ts';
import { listOf, shownFrom } from '../show/listed.ts';
import { counted, fillingFact } from '../show/trailer.ts';
import type { Vault } from '../vault.ts';

/** Links of one line to one target, in one note. */
interface Row {
  key: string;
  edge: Edge;
  times: number;
  isIncoming: boolean;
}

export const noteLinks = defineTool({
  name: 'note_links',
  title: 'Links of a note',
  description: 'List the links of a note and where they lead, and the links of other notes to it, by line.',
  input: z.object({
    path: z.string().min(1),
    direction: z.enum(['out', 'in', 'both']).optional().describe('Default both.'),
    cursor: z.string().optional(),
  }),
  access: 'read',
  async run({ path, direction = 'both', cursor }, { vault, signal }: Context): Promise<Reply> {
    const file = await noteAt(vault, path, signal);
    const out = direction === 'in' ? [] : await all(outgoing(vault.index, file), signal);
    const linking = direction === 'out' ? [] : await all(incoming(vault.index, file), signal);
    const into = linking.filter(({ from }) => from !== file);
    const rows = [...rowsOf(out, false), ...rowsOf(into, true)];
    const context = contextsOf(vault);
    const list = listOf(
      rows,
      ({ key }) => key,
      (row) => lineFor(row, context),
    );
    const { lines, facts } = await shownFrom(list, cursor);
    return withTrailer(lines.join('\n'), [
      direction === 'in' ? undefined : outFact(out),
      direction === 'out' ? undefined : inFact(into),
      ...facts,
      direction === 'out' ? undefined : fillingFact(vault.waiting),
    ]);
  },
});

/** Throws `ToolError` (`cancelled`). */
async function all(edges: Generator<Edge>, signal: AbortSignal): Promise<Edge[]> {
  const found: Edge[] = [];
  await sliced(
    edges,
    (edge) => found.push(edge),
    () => signal.aborted,
  );
  throwIfCancelled(signal);
  return found;
}

function rowsOf(edges: readonly Edge[], isIncoming: boolean): Row[] {
  const rows = new Map<string, Row>();
  for (const edge of edges) {
    const { from, link } = edge;
    const key = JSON.stringify([
      from.path,
      link.line,
      isIncoming ? '' : link.path + link.subpath,
      link.embed,
    ]);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { key, edge, times: 1, isIncoming });
    else row.times++;
  }
  return [...rows.values()];
}

function lineFor({ edge, times, isIncoming }: Row, context: (edge: Edge) => string | undefined): string {
  return isIncoming ? incomingLine(edge, times, context(edge)) : outgoingLine(edge, times);
}

/** Lines of notes as they are now; only the last note is kept in mind. */
function contextsOf({ source }: Vault): (edge: Edge) => string | undefined {
  let last: { path: string; lines: string[] } | undefined;
  return ({ from: { path }, link }) => {
    if (link.place === 'card') return undefined;
    if (last?.path !== path) {
      const note = readNote(source, path);
      last = { path, lines: note.kind === 'text' ? [...linesOf(note.text)] : [] };
    }
    return last.lines[link.line - 1];
  };
}

function outFact(out: readonly Edge[]): string {
  const broken = out.filter(({ to }) => to.file === undefined || to.status === 'anchor_missing').length;
  return `out: ${counted(out.length, 'link')}, ${broken} broken`;
}

function inFact(into: readonly Edge[]): string {
  const notes = new Set(into.map(({ from }) => from)).size;
  return `in: ${counted(into.length, 'link')} from ${counted(notes, 'note')}`;
}
