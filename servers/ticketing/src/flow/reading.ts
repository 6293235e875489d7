import type { Place } from '../tracker/audience.ts';
import type { Who } from '../tracker/tenant.ts';

/** Text that somebody is about to get. */
export interface Reading extends Place {
  /** The ticket that it stands in, or one of them. */
  id: string;
  /** Somebody outside the team has written of it, or nobody knows who. */
  isOutside: boolean;
}

/** Who gets no text before it is noted that they have. */
export interface Reader extends Who {
  reads(readings: readonly Reading[]): Promise<void>;
}

/** Throws for anybody else: a tool that asks in another's name is a fault of ours. */
export function readerOf(who: Who): Reader {
  if ('reads' in who) return who as Reader;
  throw new TypeError('Text is for readers alone: nobody notes what they have read.');
}
