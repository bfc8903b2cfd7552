import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

export type SpanOptions = {
  attributes?: Attributes;
  kind?: keyof typeof SpanKind;
  /** The span that it belongs to, in another process; the present one otherwise. */
  traceparent?: string | null;
};

/** Does some work in a span of its own; an error that it throws is the span's. */
export function inSpan<T>(
  name: string,
  { attributes = {}, kind = "INTERNAL", traceparent }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const parent = parentOf(traceparent) ?? context.active();
  return trace
    .getTracer("tributary")
    .startActiveSpan(name, { kind: SpanKind[kind], attributes }, parent, async (span) => {
      try {
        return await work(span);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
}

const shape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A context inside the span that a W3C `traceparent` names; undefined for none, or one that can't be read. */
function parentOf(traceparent: string | null | undefined) {
  const [, traceId, spanId, flags] = shape.exec(traceparent ?? "") ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** The present span as a W3C `traceparent`, to go on in another process; undefined when nothing is traced. */
export function traceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !trace.isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
}
