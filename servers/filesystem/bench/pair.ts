import type { Contender } from '@ashlar/kit/bench';

/** This server and the one it is measured beside. */
export interface Pair {
  ours: Contender;
  peer: Contender;
}
