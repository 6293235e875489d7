import type { Collection } from '../host-files/format.ts';
import type { Machine } from './machine.ts';
import type { Shape } from './shape.ts';

export type Scope = 'user' | 'project';

/** A file of a host, and where its servers are in it. */
export interface Place {
  /** The first that exists is meant; where none does, the first. */
  paths: readonly string[];
  format: 'json' | 'yaml' | 'toml';
  at: Collection;
  /** Where the files of one host differ. */
  shape?: Shape;
}

/** A program that starts MCP servers, and how it is told which. */
export interface Host {
  title: string;
  /** Started from a desktop: it does not have the PATH of a shell. */
  isDesktop: boolean;
  /** Undefined where the host has no file of that scope. */
  place(scope: Scope, machine: Machine): Place | undefined;
  /** Another collection, where a file is of an older or newer kind. */
  collection?(data: unknown): Collection | undefined;
  /** More collections of the user's file, which are read and not written. */
  alsoRead?(machine: Machine): Collection[];
  /** On Windows it starts no `.cmd` file, which npx is, but by cmd.exe. */
  needsCmd?: true;
  shape: Shape;
  link?: 'cursor' | 'vscode' | 'vscode-insiders' | 'lmstudio';
}
