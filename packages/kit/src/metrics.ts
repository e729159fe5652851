import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Metrics of one process, served at /metrics. A service's metrics.ts has one function per fact worth counting. Names start with
 * `secondlook_` and use the glossary; labels are few and low in number: never ids.
 */
export interface Metrics {
  counter<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** Of seconds. */
  duration<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Histogram<Label>;
  /** In Prometheus' text format. */
  render(): Promise<string>;
}

const DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const common = (name: string, help: string, labels: readonly string[] = []) => ({
    name: `secondlook_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter: (name, help, labels) => new Counter(common(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(common(name, help, labels)),
    duration: (name, help, labels) => new Histogram({ ...common(name, help, labels), buckets: DURATION_BUCKETS_SECONDS }),
    render: () => registry.metrics(),
  };
}
