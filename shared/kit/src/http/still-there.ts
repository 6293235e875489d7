import type { RequestHandler } from 'express';

/**
 * Goes on with nobody who has left meanwhile: that is told once, and what would only now begin to wait for it, to count a
 * request for as long as it is open, would wait for ever.
 */
export const stillThere: RequestHandler = (_request, response, next) => {
  if (!response.closed) next();
};
