import type { Rule } from './rule.ts';
import { bearerRules } from './rules/bearer.ts';
import { discoveryRules } from './rules/discovery.ts';
import { dpopRules } from './rules/dpop.ts';
import { grantRules } from './rules/grant.ts';
import type { Target } from './target.ts';

export const RULES: readonly Rule[] = [...discoveryRules, ...bearerRules, ...grantRules, ...dpopRules];

export interface Verdict {
  rule: Rule;
  outcome: 'holds' | 'broken' | 'not checked';
  /** What is wrong, or what it takes to check it. */
  why: string;
}

/** Checks all rules, one after the other. */
export async function runRules(target: Target): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const rule of RULES) verdicts.push(await verdictOn(rule, target));
  return verdicts;
}

export async function verdictOn(rule: Rule, target: Target): Promise<Verdict> {
  if (rule.needs !== undefined && target[rule.needs] === undefined) {
    return { rule, outcome: 'not checked', why: `needs ${rule.needs}` };
  }
  const why = await rule.broken(target).catch((error: Error) => `could not be checked: ${error.message}`);
  return { rule, outcome: why === undefined ? 'holds' : 'broken', why: why ?? '' };
}
