import { defineResource } from '@ashlar/kit';
import { plainKeys } from '../catalog/plain-keys.ts';
import type { Context } from '../context.ts';
import { catalogLines } from '../show/catalog-lines.ts';
import { clippedText } from '../show/clipped-text.ts';
import { complete } from '../show/complete.ts';
import { sourceOf } from './sql-uri.ts';

export const catalog = defineResource({
  name: 'catalog',
  title: 'Catalog',
  description: 'The tables and views of a source, one a line.',
  uri: 'sql://{source}/catalog',
  mimeType: 'text/plain',
  async read(uri, _variables, context: Context) {
    const source = sourceOf(uri, context);
    const tables = await source.catalog({ signal: context.signal });
    const text = clippedText(catalogLines(plainKeys(tables, tables), source.kind, 'columns'));
    return { contents: [{ uri, mimeType: 'text/plain', text }] };
  },
  complete: { source: complete.source },
});
