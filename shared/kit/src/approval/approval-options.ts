import * as z from 'zod';

/** Which tools wait for a person. */
export const approvalOptions = {
  approve: z.enum(['strict', 'writes', 'never']).optional().meta({
    description:
      'Which tools wait until a person approves, beside those that always do: strict for all that destroy, writes for all that change anything, never for none at all (recorded).',
    group: 'Approval',
    placeholder: '<rule>',
  }),
};
export type ApprovalRule = z.output<typeof approvalOptions.approve>;
