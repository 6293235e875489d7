import { noSuchProject } from '../tracker/refusals.ts';
import type { Scope } from './store.ts';

/** Throws `ToolError` (`not_found`) for a project that the operator does not allow. */
export function projectOf({ rules: { projects } }: Scope, named: string | undefined): string {
  if (named === undefined) return projects[0] ?? '';
  const found = projects.find((key) => key === named.toUpperCase());
  if (found === undefined) throw noSuchProject(named, projects);
  return found;
}
