import { table } from '../../shared/kit/src/generate/parts.ts';
import { Usage } from '../../shared/kit/src/usage/usage-recorder.ts';

/** A server that has done nothing yet: it has all metrics already. */
const IDLE = {
  server: { name: '', manifest: { version: '' } },
  surface: { tools: new Map() },
  inFlight: { count: 0 },
} as unknown as ConstructorParameters<typeof Usage>[0];

/** A table of what `/metrics` tells, read from what it answers. */
export function metrics(): string {
  const text = new Usage(IDLE).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  const rows = [...text.matchAll(/^# HELP (\S+) (.+)$/gm)].map(([, name = '', help = '']) => [
    `\`${name}\``,
    types.get(name) ?? '',
    help,
  ]);
  return table(['metric', 'type', 'what it tells'], rows);
}
