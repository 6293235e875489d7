import { describe, expect, it } from 'vitest';
import { isNeverSent } from '../src/remote/answer-error.ts';

/** As fetch fails: what happened is the cause. */
const failed = (cause: Error) => new TypeError('fetch failed', { cause });
const of = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });

describe('a request was never sent', () => {
  it.each([
    ['where nobody listens', of('ECONNREFUSED', 'connect')],
    ['where the name is unknown', of('ENOTFOUND', 'getaddrinfo')],
    ['where no connection came in time', of('UND_ERR_CONNECT_TIMEOUT')],
    ['where there is no route', of('EHOSTUNREACH', 'connect')],
    ['where the certificate is of a stranger', of('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['where the certificate is of another host', of('ERR_TLS_CERT_ALTNAME_INVALID')],
    [
      'where no address can be reached',
      new AggregateError([of('ENETUNREACH', 'connect'), of('ECONNREFUSED', 'connect')]),
    ],
    [
      'where one address refuses and the other does not answer in time',
      new AggregateError([of('ETIMEDOUT', 'connect'), of('ECONNREFUSED', 'connect')]),
    ],
  ])('%s', (_, cause) => {
    expect(isNeverSent(failed(cause))).toBe(true);
  });

  it.each([
    ['where the connection broke', of('ECONNRESET', 'read')],
    ['where nothing came on a connection that was there', of('ETIMEDOUT', 'read')],
    ['where the route was lost on the way', of('EHOSTUNREACH', 'read')],
    ['where its last words were not taken', of('ENETUNREACH', 'write')],
    ['where one of the addresses broke it', new AggregateError([of('ECONNREFUSED'), of('ECONNRESET')])],
    ['where nothing is known', new AggregateError([])],
  ])('unless it is in doubt: %s', (_, cause) => {
    expect(isNeverSent(failed(cause))).toBe(false);
  });
});
