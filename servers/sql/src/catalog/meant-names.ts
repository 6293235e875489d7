import { nearest } from '@ashlar/kit/near';
import type { EngineKind } from '../engine/engine.ts';
import { shownName } from './written-name.ts';

const MOST = 3;

/** Asks whether one of the names was meant, as a statement has to write them; undefined where none is near. */
export function meantNames(
  typed: string,
  named: readonly { name: string }[],
  kind: EngineKind,
): string | undefined {
  const names = named.map(({ name }) => name);
  const meant = nearest(typed, names, MOST).map((name) => shownName(name, kind));
  return meant.length === 0 ? undefined : `Did you mean ${meant.join(' or ')}?`;
}
