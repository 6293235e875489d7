import { ToolError } from '@ashlar/kit/errors';
import { nearest } from '@ashlar/kit/near';
import { meantNames } from '../catalog/meant-names.ts';
import { shownName } from '../catalog/written-name.ts';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import type { Source } from '../source/source.ts';
import { unknownName } from './unknown-name.ts';
import { namesWithWord, unquotedWord } from './unquoted-word.ts';

const MOST = 3;
const LOOK = 'search_catalog says what there is.';

/** The same error with what may have been meant, where a database does not know a name or cannot read on at one. */
export async function didYouMean(error: unknown, source: Source, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof ToolError) || error.code !== 'invalid_input') return error;
  const unknown = unknownName(error.message);
  const word = unquotedWord(error.message);
  if (unknown === undefined && word === undefined) return error;
  const tables = await source.catalog({ signal }).catch(() => undefined);
  if (tables === undefined) return error;
  if (unknown === undefined) return withHint(error, namesWithWord(word ?? '', tables, source.kind));
  const meant =
    unknown.kind === 'table'
      ? meantNames(unknown.name, tables, source.kind)
      : meantColumns(unknown.name, tables, source.kind);
  return withHint(error, meant ?? (unknown.advised ? undefined : LOOK));
}

function withHint(error: ToolError, hint: string | undefined): ToolError {
  const message = error.message.replace(/[.?]?$/, (end) => end || '.');
  return new ToolError('invalid_input', message, { ...(hint === undefined ? {} : { hint }), cause: error });
}

/** Columns like this one, each with the first table that has it. */
function meantColumns(name: string, tables: readonly Table[], kind: EngineKind): string | undefined {
  const owners = new Map<string, Table>();
  for (const table of tables) {
    for (const column of table.columns) if (!owners.has(column.name)) owners.set(column.name, table);
  }
  const meant = nearest(name, owners.keys(), MOST).map(
    (near) => `${shownName(near, kind)} (of ${shownName(owners.get(near)?.name ?? '', kind)})`,
  );
  return meant.length === 0 ? undefined : `Did you mean ${meant.join(' or ')}?`;
}
