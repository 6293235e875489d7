import type { Profile } from './profile.ts';

interface Fault {
  path: string[];
  message: string;
}

/** What the parts of a profile need of one another: a fault for each that is missing. */
export function faultsIn({ fields, statuses, names, ticket }: Profile): Fault[] {
  const lists = [
    ...Object.entries(fields).map(([name, field]) => ({ path: ['fields', name, 'list'], list: field?.list })),
    { path: ['statuses', 'list'], list: statuses?.list },
  ];
  const unknown = lists.filter(({ list }) => list !== undefined && !Object.hasOwn(names, list));
  return [
    ...unknown.map(({ path, list }) => ({ path, message: `there is no ${list} in names` })),
    ...(ticket === undefined ? [] : unreadable(fields)),
    ...(ticket === undefined || statuses !== undefined
      ? []
      : [{ path: ['statuses'], message: 'is missing, where a ticket can be read' }]),
  ];
}

/** Without these no list can be put in order, and no state be told from another. */
function unreadable(fields: Profile['fields']): Fault[] {
  return (['title', 'status', 'updated'] as const)
    .filter((name) => fields[name]?.read === undefined)
    .map((name) => ({
      path: ['fields', name, 'read'],
      message: 'is missing, where a ticket can be read',
    }));
}
