import { CommandError, UsageError } from '../command-error.ts';
import { tail } from './tail.ts';
import { verify } from './verify.ts';

/** `ashlar audit …`: proves an audit, and shows it to people. */
export function audit([action, ...args]: readonly string[]): Promise<void> {
  if (action === 'verify') return verify(args);
  if (action === 'tail') return tail(args);
  if (action === undefined) throw new UsageError('What to do is missing: verify or tail.');
  throw new CommandError(`audit: there is no action '${action}'; there are verify and tail.`);
}
