import type { Access } from '../define.ts';

/** From least to most: who may do one may do those before it. */
const ORDER: readonly Access[] = ['read', 'write', 'destroy'];

/** The scope a caller needs for an access: `filesystem:write`. */
export function scopeFor(server: string, access: Access): string {
  return `${server}:${access}`;
}

/** Every scope of a server, from least to most. */
export function scopesOf(server: string): string[] {
  return ORDER.map((access) => scopeFor(server, access));
}

/** Whether scopes allow an access: `…:destroy` includes `…:write`, which includes `…:read`. */
export function allows(scopes: readonly string[], server: string, access: Access): boolean {
  return ORDER.slice(ORDER.indexOf(access)).some((enough) => scopes.includes(scopeFor(server, enough)));
}
