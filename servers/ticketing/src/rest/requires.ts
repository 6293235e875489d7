import type { Asking, RestDesk } from './desk.ts';
import { notAllowed } from './failures.ts';
import { textAt, textOf, valueAt } from './json-path.ts';
import type { Requires } from './profile.ts';
import type { Project } from './projects.ts';

/** Roles of one account that are looked at. */
const MOST_ROLES = 20;

/**
 * Throws `ToolError` (`forbidden`) where the token's account may not do what the tracker would leave out without a word.
 * Asked each time: a role may be taken away meanwhile.
 */
export async function checkAllowed(
  desk: RestDesk,
  project: Project,
  requires: Requires | undefined,
  { permission }: Asking,
): Promise<void> {
  if (requires === undefined) return;
  const { data } = await desk.ask(requires.request);
  if (requires.unless !== undefined && valueAt(data, requires.unless) === true) return;
  for (const role of rolesIn(requires, data, project).slice(0, MOST_ROLES)) {
    const { data: said } = await desk.ask(requires.role, { values: { entry: role } });
    const permissions = valueAt(said, requires.permissions);
    if (Array.isArray(permissions) && permissions.includes(requires.has)) return;
  }
  throw notAllowed({ tracker: desk.profile.name, project: project.name, permission }, ' before it was asked');
}

function rolesIn({ memberships, project: path, roles }: Requires, data: unknown, { id }: Project): string[] {
  const all = valueAt(data, memberships);
  const own = (Array.isArray(all) ? all : []).filter((one) => textAt(one, path) === id);
  const ids = own.flatMap((one) => valueAt(one, roles) ?? []).map(textOf);
  return ids.filter((one) => one !== undefined);
}
