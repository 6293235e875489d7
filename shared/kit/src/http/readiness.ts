import type { Host } from '../host/host.ts';
import type { Authenticator } from '../identity/authenticator.ts';

/**
 * What `/readyz` answers: whether calls can be served now, in one word what is missing, and what the operator
 * should look at. Names nobody.
 */
export async function readiness(
  { state }: Host,
  { stopping }: { stopping: boolean },
  identity: Authenticator | undefined,
): Promise<{ status: 200 | 503; body: object }> {
  if (stopping) return { status: 503, body: { status: 'stopping' } };
  const needed = { state, revocations: identity?.revocations };
  for (const [reason, store] of Object.entries(needed)) {
    const answers = await store?.check().then(
      () => true,
      () => false,
    );
    if (answers === false) return { status: 503, body: { status: 'unavailable', reason } };
  }
  const warnings = identity?.watch.warnings() ?? [];
  return { status: 200, body: { status: 'ready', ...(warnings.length > 0 && { warnings }) } };
}
