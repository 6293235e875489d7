import type { AnyServer, Tool } from '../define.ts';
import { tell } from '../record/tell.ts';
import type { Host } from '../serve/host.ts';

/** Tells, once at the start, that the operator has waived approval, and for which tools of those that ask. */
export function tellWaiver(host: Host): void {
  if (host.options.approve !== 'never') return;
  const tools = asking(host.server).filter((name) => host.surface.tools.has(name));
  host.log.warn('no tool waits until a person approves', { tools });
  tell(host, { kind: 'waiver', name: 'approval waived', details: { tools } });
}

function asking({ tools }: AnyServer): string[] {
  return (tools as Tool<unknown>[])
    .filter(
      ({ access, approval }) => access === 'destroy' || (approval !== undefined && approval !== 'never'),
    )
    .map(({ name }) => name);
}
