import type { RequestHandler } from 'express';
import { INVALID_REQUEST, refuse } from './refuse.ts';

/** For whom a request is, and from whom. Of several lines Node takes the first, and what stands in front perhaps the last. */
const DECIDING = ['host', 'authorization'];

/** Refuses what could be read in two ways: a header that decides something and is there twice (RFC 9112, 3.2). */
export const onceEach: RequestHandler = ({ rawHeaders }, response, next) => {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const twice = DECIDING.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice === undefined) return next();
  const message = `${twice}: a request may have this header once.`;
  refuse(response, 400, { code: INVALID_REQUEST, message });
};
