import { optionMeta } from '@ashlar/kit';
import * as z from 'zod';

/** Of trackers that keep what is for the team from customers. */
export const customerOption = z
  .string()
  .min(1)
  .optional()
  .meta(
    optionMeta(
      'The scope of a credential that makes who calls a customer: what they write is marked, and what is for the team is kept from them.',
      { placeholder: '<scope>' },
    ),
  );
