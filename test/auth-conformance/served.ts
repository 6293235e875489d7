import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { ROOT } from '../../scripts/check/workspace.ts';
import { startHttp } from '../../shared/kit/src/testing/process.ts';
import { onSample } from '../../shared/kit/src/testing/sample.ts';
import { runProvider } from '../../shared/kit/test/fixture/provider.ts';
import type { Target } from './target.ts';
import { type Client, tokensFor } from './tokens.ts';

/** Another resource of the provider. */
export const OTHER_RESOURCE = 'https://other.example/mcp';
const HOUR_MS = 3_600_000;
const INTROSPECT = [
  ...['--auth-introspect', '--auth-client-id', 'echo-server'],
  ...['--auth-client-secret', 'server-secret'],
];

interface Settings {
  format?: 'jwt' | 'opaque';
  /** The address of what stands before it. */
  behind?: string;
  /** Is told where it listens. */
  ready?(origin: string): void;
}

/**
 * A server of the house as a program, over HTTP, that trusts a real provider, with tokens of every kind.
 */
export async function served(
  server: string,
  { format = 'jwt', behind, ready }: Settings = {},
): Promise<{ target: Target; stop(): Promise<void> }> {
  const folder = join(ROOT, 'servers', server);
  let resource = '';
  const provider = await runProvider(() => [resource, OTHER_RESOURCE], server, format);
  const sample = await onSample(folder, () => [
    ...['--auth-issuer', provider.issuer],
    ...(format === 'opaque' ? INTROSPECT : []),
    ...(behind === undefined ? [] : ['--public-url', behind, '--trust-proxy', '1']),
  ]);
  const program = join(folder, 'dist', 'main.js');
  const { url, stop } = await startHttp({ command: process.execPath, args: [program, ...sample.args] });
  resource = behind ?? url;
  ready?.(new URL(url).origin);
  const client = clientOf(folder, server);
  const target = await tokensFor({ url: resource, tool: client.tool }, client);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - HOUR_MS });
  const { token: expiredToken = '' } = await tokensFor({ url: resource }, client).finally(() =>
    vi.useRealTimers(),
  );
  return {
    target: { ...target, expiredToken },
    async stop() {
      await stop();
      await provider.stop();
      await sample.dispose();
    },
  };
}

/** A client that may do everything, and can have a token that may not call `tool`. */
function clientOf(folder: string, server: string): Client & { tool: string } {
  const { access } = JSON.parse(readFileSync(join(folder, 'tools.lock.json'), 'utf8')) as {
    access: Record<string, string>;
  };
  const changing = Object.keys(access).find((name) => access[name] !== 'read');
  return {
    id: 'desk',
    secret: 'desk-secret',
    scope: `${server}:destroy`,
    tool: changing ?? Object.keys(access)[0] ?? '',
    weakScope: changing === undefined ? '' : `${server}:read`,
    otherResource: OTHER_RESOURCE,
  };
}
