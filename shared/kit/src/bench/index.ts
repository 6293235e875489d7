export type { Pinned, Weight } from './install.ts';
export { installAlone, installPacked, installPinned } from './install.ts';
export type { Row, Summary } from './series.ts';
export { interleave, summarise, table } from './series.ts';
export { startOf, tokensIn, tokensOf } from './start.ts';
export type { Contender } from './wire.ts';
export { Wire, withWire } from './wire.ts';
