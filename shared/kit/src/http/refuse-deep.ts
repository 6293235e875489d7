import type { RequestHandler } from 'express';
import { INVALID_REQUEST, refuse } from './refuse.ts';

/** Lists and objects inside one another that a request may have: what goes on with it works by recursion. */
const MAX_DEPTH = 500;

/** Refuses what was read from a body and is nested too deeply. */
export const refuseDeep: RequestHandler = (request, response, next) => {
  const { 'content-length': bytes = Number.POSITIVE_INFINITY, 'content-encoding': packed } = request.headers;
  // Each level takes two bytes: most requests have not enough of them to be looked through. Packed, they may take none.
  const long = packed !== undefined || Number(bytes) > 2 * MAX_DEPTH;
  if (!long || !deeperThan(request.body, MAX_DEPTH)) return next();
  const message = `A request may have at most ${MAX_DEPTH} lists and objects inside one another.`;
  refuse(response, 400, { code: INVALID_REQUEST, message });
};

/** Level by level, so that nothing recurses here. */
function deeperThan(value: unknown, depth: number): boolean {
  let level = [value];
  for (let at = 0; level.length > 0; at++) {
    if (at > depth) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
