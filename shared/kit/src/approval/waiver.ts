import type { Log } from '../log/log.ts';
import { type Recorded, tell } from '../record/recorder.ts';
import type { Surface } from '../surface/surface.ts';
import type { ApprovalRule } from './approval-options.ts';
import { strengthOf } from './strength.ts';

interface Start extends Recorded {
  options: { approve?: ApprovalRule };
  surface: Surface;
  log: Pick<Log, 'warn'>;
}

/** Tells, once at the start, that the operator has waived approval, and for which tools of those that ask. */
export function tellWaiver(host: Start): void {
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
