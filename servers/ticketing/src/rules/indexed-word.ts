import type { TenantNumber } from './rules.ts';

/**
 * Each tenant has words of its own in the index: what one looks for cannot be found in another one's text, nor does it
 * count how often others use it.
 */
export function indexedWord(tenant: TenantNumber, word: string): string {
  return `${tenant.toString(36)}_${word}`;
}

export function indexedGram(tenant: TenantNumber, gram: string): string {
  return `${tenant.toString(36)}~${gram}`;
}
