import type { Field } from '../../shared/kit/src/audit/field.ts';
import { FIELDS } from '../../shared/kit/src/audit/fields.ts';
import { table } from '../../shared/kit/src/generate/parts.ts';

/** A table of the fields of an audit's lines. */
export function auditFields(): string {
  const rows = Object.entries<Field>(FIELDS).flatMap(([path, { type = '', meaning, ocsf = '' }]) =>
    meaning === undefined ? [] : [[`\`${path}\``, type, meaning, ocsf]],
  );
  return table(['field', 'type', 'meaning', 'OCSF'], rows);
}
