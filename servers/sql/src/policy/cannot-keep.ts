import { ToolError } from '@ashlar/kit/errors';

/** For a policy that an engine would not hold: what cannot be promised is not begun. */
export function cannotKeep(
  what: string,
  hint = 'Keep them back in the database: by grants, by views, or by a copy without them.',
): ToolError {
  return new ToolError(
    'forbidden',
    `${what} cannot keep tables or columns back, which this server was told to do.`,
    { hint, retryable: false },
  );
}
