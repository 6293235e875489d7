import { noSuchProject } from '../tracker/refusals.ts';
import type { Rules } from './rules.ts';

/** Throws `ToolError` (`not_found`) for a project that the operator does not allow. */
export function allowedProject({ projects }: Rules, named: string | undefined): string {
  if (named === undefined) return projects[0] ?? '';
  const found = projects.find((key) => key === named.toUpperCase());
  if (found === undefined) throw noSuchProject(named, projects);
  return found;
}
