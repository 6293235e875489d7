import { table } from '../../shared/kit/src/generate/parts.ts';
import { METRICS } from '../../shared/kit/src/usage/metrics.ts';

/** A table of what `/metrics` tells. */
export function metrics(): string {
  const rows = [...METRICS.calls, ...METRICS.events, ...METRICS.server].flatMap(({ by, metrics }) => {
    const labels = Object.keys(by.labels).map((label) => `\`${label}\``);
    return metrics.map(({ name, type, help }) => [`\`${name}\``, type, help, labels.join(' ')]);
  });
  return table(['metric', 'type', 'what it tells', 'labels'], rows);
}
