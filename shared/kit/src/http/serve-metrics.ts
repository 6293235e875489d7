import type { RequestHandler, Router } from 'express';
import { CONTENT_TYPE } from '../usage/prometheus.ts';
import type { Usage } from '../usage/usage-recorder.ts';

/** Serves `GET /metrics` behind what is given: who asks has to be known, and allowed to see who calls what. */
export function serveMetrics(router: Router, usage: Usage, behind: readonly RequestHandler[]): void {
  router.get('/metrics', ...behind, (_request, response) => {
    response.set({ 'Content-Type': CONTENT_TYPE, 'Cache-Control': 'no-store' });
    response.send(usage.text());
  });
}
