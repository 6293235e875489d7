import { ToolError } from '@ashlar/kit';
import { findTable } from '../catalog/find-table.ts';
import type { Context } from '../context.ts';
import type { Table } from '../engine/table.ts';
import type { Source } from '../source/source.ts';

/** What the URI of a table names. Throws `ToolError`: `not_found`, or `invalid_input` for what is no URI. */
export async function tableOf(
  uri: string,
  { sources, caller, signal }: Context,
): Promise<{ source: Source; table: Table }> {
  const [source, schema, name] = parts(uri);
  const from = sources.get(source, caller);
  const tables = await from.catalog({ signal });
  const within = tables.filter((table) => table.schema === schema);
  return { source: from, table: findTable(within, name ?? '', from.kind) };
}

export function sourceOf(uri: string, { sources, caller }: Context): Source {
  return sources.get(parts(uri)[0] ?? '', caller);
}

function parts(uri: string): string[] {
  try {
    return uri
      .replace(/^sql:\/\//, '')
      .split('/')
      .map(decodeURIComponent);
  } catch {
    throw new ToolError('invalid_input', 'uri: its percent-encoding is damaged.');
  }
}
