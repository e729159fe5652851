import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

/**
 * Tracing by the OpenTelemetry API alone: without the preload (telemetry-preload.ts) all of this does nothing. A change keeps one
 * trace from the webhook to the index: the `traceparent` travels in gRPC metadata and event headers, and rests in the stores
 * where work waits (inbox, due reads, announcements).
 */
const tracer = () => trace.getTracer('secondlook');

/** The W3C traceparent of the running span; undefined when tracing is off. */
export function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

export interface SpanOptions {
  /** Continue this trace; otherwise the running span is the parent. */
  traceparent?: string | undefined;
  kind?: SpanKind;
  attributes?: Attributes;
}

/** Runs `work` inside a span. An error ends the span as failed and goes on. */
export async function inSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const parent =
    options.traceparent === undefined
      ? context.active()
      : propagation.extract(ROOT_CONTEXT, { traceparent: options.traceparent });
  const span = tracer().startSpan(name, { kind: options.kind ?? SpanKind.INTERNAL, attributes: options.attributes ?? {} }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
    throw error;
  } finally {
    span.end();
  }
}

export { SpanKind };
