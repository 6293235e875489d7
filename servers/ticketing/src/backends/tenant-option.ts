import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

/** Of trackers that know no tenants: one token is one of theirs. */
export const tenantOption = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta(
    optionMeta(
      'The tenant whose tickets these are: to callers of any other there is nothing here. Default: those of callers without a tenant.',
      { placeholder: '<tenant>' },
    ),
  );
