import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

const FALLBACK = 'TASK';

/** Of trackers that have no projects but those that the operator names. */
export const projectOption = z
  .array(z.string().regex(/^[A-Z][A-Z0-9]{0,15}$/, 'must be a capital and up to 15 capitals or digits'))
  .min(1)
  .optional()
  .meta(
    optionMeta(
      `Keys of the projects that may be used, the first of which is meant where none is named. Default: ${FALLBACK}.`,
      { placeholder: '<KEY>' },
    ),
  );

export function projectKeys(given: readonly string[] = [FALLBACK]): readonly string[] {
  return [...new Set(given)];
}
