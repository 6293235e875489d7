import type { Json } from '../host-files/format.ts';

type Fixed = Readonly<Record<string, Json>>;

/** How an entry is written for a host: the names of its fields, and what always stands beside them. */
export interface Shape {
  command: string;
  /** Undefined where the command and its arguments are one list. */
  args?: string;
  env: string;
  /** Where the host's own entries have all that one level deeper. Written is what it reads as well. */
  inside?: string;
  local: Fixed;
  /** Undefined where the file knows only programs. */
  remote?: {
    /** The field of the address, by transport. */
    url: Readonly<Record<'http' | 'sse', string>>;
    /** The way to the headers. */
    headers: readonly string[];
    fixed: Readonly<Record<'http' | 'sse', Fixed>>;
  };
  /** What stands in entries of either kind. */
  always?(name: string): Fixed;
  references: References;
}

/** How a host is told to put in what its file does not hold. */
export interface References {
  /** The text for a variable; undefined where the host replaces nothing. */
  text?(name: string): string;
  /** All that the host replaces, for reading: the name is the first group that is there. Global. */
  pattern?: RegExp;
  /** `input` where the host asks people for the values and keeps them. */
  kind?: 'env' | 'input';
  /** A field with the names of variables that a program gets from the host's own. */
  forwarded?: string;
  /** Fields with names of variables for headers: for `Authorization: Bearer …`, and for any. */
  headers?: { bearer: string; any: string };
  /** Every program gets all variables of the host. */
  isInherited?: true;
}
