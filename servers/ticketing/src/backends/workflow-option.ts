import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

/** Of trackers whose workflow is nobody else's. */
export const workflowOption = z
  .string()
  .min(1)
  .optional()
  .meta(
    optionMeta(
      'A JSON file of what tickets may be: statuses and the ways between them, priorities, types, resolutions.',
      { placeholder: '<file>' },
    ),
  );
