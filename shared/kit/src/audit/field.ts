import type { Redact } from '../log/redact.ts';
import type { CallRecord } from '../record/call-record.ts';
import type { EventRecord } from '../record/recorder.ts';

/** What is known beside the record of an event when it is written. */
export interface AboutEvent {
  server: { name: string; version: string };
  /** Replaces secrets, and bounds. */
  redact: Redact;
}

/** What is known beside the record of a call. */
export interface AboutCall extends AboutEvent {
  /** About how many tokens all tools that the caller sees cost a model to know. */
  definitions: number;
  /** Redacts a name, and is quick with one that was seen before. */
  clean: (name: string) => string;
}

/**
 * A field of a line, at its path: its value in the line of a call and in that of an event. What has no value is
 * left out of the line, and what has no meaning out of the page.
 */
export interface Field {
  /** As JSON knows it. */
  type?: string;
  meaning?: string;
  /** Its place in OCSF, in Markdown. */
  ocsf?: string;
  ofCall?(call: CallRecord, about: AboutCall): unknown;
  ofEvent?(event: EventRecord, about: AboutEvent): unknown;
}

export type Of = 'ofCall' | 'ofEvent';

/** What the values of a table make: `caller.via` is the field `via` of the object `caller`. */
export type Line<F, O extends Of> = Optional<{
  [Path in keyof F as F[Path] extends Record<O, unknown> ? Head<Path> : never]: Value<F, O, Head<Path>>;
}>;

type Head<Path> = Path extends `${infer Name}.${string}` ? Name : Path;

type Value<F, O extends Of, Name> = [keyof Parts<F, O, Name>] extends [never]
  ? Own<F, O, Name>
  : Exclude<Own<F, O, Name>, object> | Whole<F, Name, Optional<Parts<F, O, Name>>>;

/** An object is there where it has a value of its own, or a part that always has one. */
type Whole<F, Name, Object> = Name extends keyof F
  ? Object
  : Record<never, never> extends Object
    ? Object | undefined
    : Object;

type Parts<F, O extends Of, Name> = {
  [Path in keyof F as Path extends `${Name & string}.${infer Part}` ? Part : never]: Own<F, O, Path>;
};

type Own<F, O extends Of, Path> = Path extends keyof F
  ? F[Path] extends Record<O, (...given: never) => infer Result>
    ? Result
    : never
  : never;

/** What may be undefined may be left out. */
type Optional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
