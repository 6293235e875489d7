import { isJSONRPCNotification, isJSONRPCRequest, isJSONRPCResponse } from '@modelcontextprotocol/server';

/** A JSON-RPC message of any kind. */
export type Message = Readonly<Record<string, unknown>>;

/** What the SDK takes for a message: it drops everything else without an answer. */
export function isMessage(value: unknown): value is Message {
  return isJSONRPCRequest(value) || isJSONRPCNotification(value) || isJSONRPCResponse(value);
}

/** The id of what is not a message; null where it has none that can be answered to. */
export function idOf(value: unknown): string | number | null {
  const { id } = (value ?? {}) as Message;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : null;
}
