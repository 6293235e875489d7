import { metrics, trace } from '@opentelemetry/api';

/** What every SDK's providers can, though the API does not name it. */
interface Provider {
  getDelegate?(): Provider;
  forceFlush?(): Promise<void>;
}

/**
 * Has the SDK send what it holds: it does so every few seconds, and the process is about to end. A client
 * of stdio may be gone after one call. Rejects where the SDK cannot.
 */
export async function flush(): Promise<void> {
  const providers: Provider[] = [
    trace.getTracerProvider() as Provider,
    metrics.getMeterProvider() as Provider,
  ];
  await Promise.all(providers.map((provider) => (provider.getDelegate?.() ?? provider).forceFlush?.()));
}
