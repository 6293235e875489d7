import { UsageError } from '../command-error.ts';
import { verifyLocked } from '../definitions/locked-definitions.ts';
import { parted, readArguments } from '../read-arguments.ts';
import { verifyPackage } from './verify-package.ts';

/** `ashlar verify`: of servers by their names what has changed since they were locked, of a package whether it is as signed. */
export async function verify(args: readonly string[]): Promise<void> {
  const { own, behind } = parted(args);
  const { values, positionals } = readArguments(own, {
    host: { type: 'string', multiple: true },
    scope: { type: 'string' },
    keys: { type: 'string' },
  });
  const [spec, ...more] = positionals;
  if (spec === undefined || !positionals.some(isPackage)) {
    if (values.keys !== undefined || behind.length > 0)
      throw new UsageError(
        '--keys, and what stands behind --, are for a package: ashlar verify @ashlar/vault.',
      );
    return verifyLocked(own);
  }
  if (more.length > 0 || values.host !== undefined || values.scope !== undefined)
    throw new UsageError('A package is verified alone, and without --host and --scope.');
  await verifyPackage(spec, { keys: values.keys, args: behind });
}

/** No host has a server of such a name. */
function isPackage(name: string): boolean {
  return /[@/]/.test(name);
}
