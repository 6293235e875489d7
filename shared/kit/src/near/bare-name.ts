/** What accents, hyphens, punctuation and runs of blanks make of a name does not tell names apart for people. */
const IGNORED = /[\p{M}\p{P}\p{S}\s]+/gu;

/** A name without what people get wrong first: `Opening_Hours`, `opening hours` and `openingHours` are one. */
export function bareName(name: string): string {
  return /^[a-z0-9]*$/.test(name) ? name : name.normalize('NFKD').toLowerCase().replace(IGNORED, '');
}
