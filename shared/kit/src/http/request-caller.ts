import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import type { Caller } from '../context.ts';
import type { Admitted } from '../identity/authenticator.ts';

type WithAuth = Request & { auth?: AuthInfo; verifyAgain?: Admitted['verifyAgain'] | undefined };

/** The SDK hands this on to the server it makes for the request. The token itself ends here. */
export function setCaller(
  request: Request,
  caller: Caller,
  verifyAgain: Admitted['verifyAgain'] | undefined,
): void {
  (request as WithAuth).verifyAgain = verifyAgain;
  (request as WithAuth).auth = {
    token: '',
    clientId: caller.client ?? caller.subject,
    scopes: [...caller.scopes],
    extra: { caller },
  };
}

/** The caller that the gate has set; undefined for a request that never passed it. */
export function callerFrom(auth: AuthInfo | undefined): Caller | undefined {
  return auth?.extra?.caller as Caller | undefined;
}

/** The same for a request that is still in the hands of Express. */
export function callerOfRequest(request: Request): Caller | undefined {
  return callerFrom((request as WithAuth).auth);
}

/** Verifies the credential of a request anew, for as long as its answer is a stream; undefined where there is none. */
export function verifierOfRequest(request: Request): Admitted['verifyAgain'] | undefined {
  return (request as WithAuth).verifyAgain;
}
