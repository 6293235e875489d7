export { type FieldFault, faultOf } from './fault-of.ts';
export { readConfigured } from './read-configured.ts';
