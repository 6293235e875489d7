import type { Asked, CallRecord } from './call-record.ts';

/** Something that happened outside of a call: somebody was refused, a key drifts, the server started. */
export interface EventRecord {
  time: Date;
  kind: 'auth' | 'drift' | 'waiver' | 'lifecycle';
  /** In a few fixed words, so that it can be counted: `refused`, `key near expiry`, `issuer changed keys`. */
  name: string;
  /** Who it concerns, as far as known. */
  subject?: string;
  tenant?: string;
  /** What is known beside that; never a credential. */
  details: Readonly<Record<string, unknown>>;
}

/** Keeps records. Each is told of everything; what it says back is in `admit` and `settled`. */
export interface Recorder {
  /**
   * Asked before anything runs. Throws `ToolError` (`unavailable`) for a call that must be recorded and could
   * not be.
   */
  admit?(operation: Pick<Asked, 'access'>): void;
  call?(record: CallRecord): void;
  event?(record: EventRecord): void;
  /**
   * Waited for before the answer to a call that changes something is sent. Rejects with `ToolError` where its
   * record may be lost.
   */
  settled?(): Promise<void>;
  close?(): Promise<void>;
}

/** Whoever keeps records of one server. */
export interface Recorded {
  recorders: readonly Recorder[];
}

/** Tells all who keep records of something that happened outside of a call, now. */
export function tell({ recorders }: Recorded, event: Omit<EventRecord, 'time'>): void {
  const record = { time: new Date(), ...event };
  for (const recorder of recorders) recorder.event?.(record);
}
