import { context, trace } from "@opentelemetry/api";
import { env } from "#lib/env.ts";

// Next compiles pages and handlers into separate module instances: the tracing of the process is here.
const holder = globalThis as typeof globalThis & { tributaryTracing?: { shutdown: () => Promise<void> } };

/**
 * Sends spans to the collector of OTEL_EXPORTER_OTLP_ENDPOINT from now on (OTLP over HTTP). Without it nothing of this is
 * loaded, and every span is one that does nothing.
 * @param service `service.name`
 */
export async function startTracing(service: string): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env();
  if (!endpoint || holder.tributaryTracing) return;
  const [
    { BatchSpanProcessor, TracerProvider },
    { OTLPTraceExporter },
    { AsyncLocalStorageContextManager },
    resources,
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/resources"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new TracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2000 })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  holder.tributaryTracing = provider;
}

/** Sends what wasn't sent yet. */
export async function stopTracing(): Promise<void> {
  await holder.tributaryTracing?.shutdown().catch(() => {});
}
