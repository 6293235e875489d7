import type { Response } from 'express';

/** JSON-RPC 2.0, section 5.1. */
export const INVALID_REQUEST = -32_600;

/** Why a request over HTTP is refused, as JSON-RPC says it (JSON-RPC 2.0, section 5.1). */
export interface Refusal {
  code: number;
  message: string;
  data?: unknown;
}

/** Refuses a request before it reaches the protocol: mostly nobody knows its id yet. */
export function refuse(response: Response, status: number, error: Refusal, id: unknown = null): void {
  response.status(status).json({ jsonrpc: '2.0', id, error });
}
