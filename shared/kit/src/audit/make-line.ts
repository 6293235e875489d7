import type { CallRecord } from '../record/call-record.ts';
import type { EventRecord } from '../record/recorder.ts';
import type { AboutCall, AboutEvent, Field, Of } from './field.ts';
import { type AuditCall, type AuditEvent, type AuditRecord, FIELDS } from './fields.ts';

/** Makes what a line says of a call. */
export function auditCall(call: CallRecord, about: AboutCall): AuditCall {
  return made(CALL, (value) => value(call, about)) as AuditCall;
}

/** Makes what a line says of an event. */
export function auditEvent(event: EventRecord, about: AboutEvent): AuditEvent {
  return made(EVENT, (value) => value(event, about)) as AuditEvent;
}

/** The inside of the object, for a line that has more of it before and behind. */
export function fieldsOf(record: AuditRecord): string {
  return JSON.stringify(record).slice(1, -1);
}

/** Those fields of the table that have a value of a record. */
function valued<O extends Of>(of: O) {
  return Object.entries<Field>(FIELDS).flatMap(([path, { [of]: value }]) => {
    const [name = '', part] = path.split('.');
    return value === undefined ? [] : [{ name, part, value }];
  });
}

const CALL = valued('ofCall');
const EVENT = valued('ofEvent');

interface Valued<Value> {
  name: string;
  /** Of an object: the name within it. */
  part: string | undefined;
  value: Value;
}

type Made = Record<string, unknown>;

function made<Value>(fields: readonly Valued<Value>[], give: (value: Value) => unknown): Made {
  const line: Made = {};
  for (const { name, part, value } of fields) {
    const given = give(value);
    if (given === undefined) continue;
    if (part === undefined) {
      line[name] = given;
    } else {
      const whole = (line[name] ?? {}) as Made;
      whole[part] = given;
      line[name] = whole;
    }
  }
  return line;
}
