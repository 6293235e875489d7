import { tell } from '../record/tell.ts';
import type { Host } from '../serve/host.ts';
import type { Surface } from '../surface/surface.ts';
import { strengthOf } from './strength.ts';

/** Tells, once at the start, that the operator has waived approval, and for which tools of those that ask. */
export function tellWaiver(host: Host): void {
  if (host.options.approve !== 'never') return;
  const tools = waived(host.surface);
  host.log.warn('no tool waits until a person approves', { tools });
  tell(host, { kind: 'waiver', name: 'approval waived', details: { tools } });
}

/** The tools that would ask: whose author leaves it to the arguments may, and counts. */
function waived({ tools }: Surface): string[] {
  return [...tools.values()]
    .filter(({ definition: { access, approval }, destructive }) => {
      const own = typeof approval === 'function' ? 'if possible' : approval;
      return strengthOf({ access, destructive, own }, 'never') === 'waived';
    })
    .map(({ listed }) => listed.name);
}
