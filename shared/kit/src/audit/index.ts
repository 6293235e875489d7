export type { Link } from './chain.ts';
export type { AuditCall, AuditEvent } from './fields.ts';
export { rotatedBefore } from './file/segments.ts';
export { firstSeqOf, tailOf } from './file/tail.ts';
export type { AuditLine } from './line.ts';
export { readLine } from './line.ts';
export { type Finding, Verifier } from './verifier.ts';
