import type { RequestHandler } from 'express';
import { INVALID_REQUEST, refuse } from './refuse.ts';

/**
 * A request may name its whole address instead of a path, and then that host counts, not the header's (RFC 9112,
 * 3.2.2): both are made what all other requests have, before anything looks at them.
 */
export const originForm: RequestHandler = (request, response, next) => {
  if (request.url.startsWith('/') || request.url === '*') return next();
  if (!URL.canParse(request.url)) {
    return refuse(response, 400, {
      code: INVALID_REQUEST,
      message: 'The address of the request cannot be read.',
    });
  }
  const { host, pathname, search } = new URL(request.url);
  request.headers.host = host;
  request.url = pathname + search;
  next();
};
