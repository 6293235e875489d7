import { CALLER } from './boundaries/caller.ts';
import { CLIENT } from './boundaries/client.ts';
import { CONTENT } from './boundaries/content.ts';
import { ENTRY } from './boundaries/entry.ts';
import { MACHINE } from './boundaries/machine.ts';
import { MODEL } from './boundaries/model.ts';
import { OPERATOR } from './boundaries/operator.ts';
import { REGISTRY } from './boundaries/registry.ts';
import { UPSTREAM } from './boundaries/upstream.ts';
import type { Boundary, Guard } from './guard.ts';

/** As the page has them. */
export const BOUNDARIES: readonly Boundary[] = [
  MODEL,
  CONTENT,
  CLIENT,
  CALLER,
  OPERATOR,
  UPSTREAM,
  MACHINE,
  ENTRY,
  REGISTRY,
];

export const GUARDS: readonly Guard[] = BOUNDARIES.flatMap(({ guards }) => guards);
