export { visible } from '../visible.ts';
export type { Link } from './chain.ts';
export type { AuditLine } from './line.ts';
export { readLine } from './line.ts';
export type { AuditCall, AuditEvent } from './record.ts';
export { rotatedBefore } from './segments.ts';
export { firstSeqOf, tailOf } from './tail.ts';
export { type Finding, Verifier } from './verifier.ts';
