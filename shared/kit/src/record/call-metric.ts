import type { Asked } from './call-record.ts';

/*
 * How calls are counted, in traces and for Prometheus: OpenTelemetry's semantic conventions for MCP (status:
 * development).
 */

/** `mcp.method.name` */
export const METHODS = {
  tool: 'tools/call',
  resource: 'resources/read',
  prompt: 'prompts/get',
  completion: 'completion/complete',
  // No method of MCP: what another service sends by itself.
  delivery: 'delivery',
} as const satisfies Record<Asked['kind'], string>;

/** Upper bounds of the buckets of `mcp.server.operation.duration`, in seconds. */
export const DURATION_BOUNDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
