/** How many of the tools a model is offered, from least to most. */
export const PROFILES = ['read', 'core', 'support', 'all'] as const;
export type Profile = (typeof PROFILES)[number];

/** Those of few: what is not named here is of `core`. */
const LEAST: Readonly<Record<string, Profile>> = { attach_file: 'all', bulk_change: 'all' };

interface Offered {
  name: string;
  access: string;
}

/** The tools of a profile: a tool that is not among them does not exist for who calls. */
export function inProfile<Tool extends Offered, Action extends Offered>(
  profile: Profile,
  { tools, actions }: { tools: readonly Tool[]; actions: readonly Action[] },
): (Tool | Action)[] {
  const rank = PROFILES.indexOf(profile);
  const isOf = (least: Profile) => PROFILES.indexOf(least) <= rank;
  return [
    ...tools.filter(({ name, access }) => isOf(access === 'read' ? 'read' : (LEAST[name] ?? 'core'))),
    ...actions.filter(() => isOf('support')),
  ];
}
