import type { Host } from '../serve/host.ts';
import type { EventRecord } from './records.ts';

/** Tells all who keep records of something that happened outside of a call, now. */
export function tell(host: Pick<Host, 'recorders'>, event: Omit<EventRecord, 'time'>): void {
  const record = { time: new Date(), ...event };
  for (const recorder of host.recorders) recorder.event?.(record);
}
