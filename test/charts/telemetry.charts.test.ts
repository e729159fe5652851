import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '@secondlook/kit';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';

import { createCharts, ROOT } from './support/render-chart';

const FILES = join(ROOT, 'helm', 'platform', 'files');
const alertShape = z.object({ alert: z.string(), expr: z.string(), for: z.string().optional(), labels: z.object({ severity: z.enum(['critical', 'warning']) }), annotations: z.object({ summary: z.string() }) });
const rulesShape = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(alertShape) })) });
const dashboardShape = z.object({ panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })) })) });

const alerts = rulesShape.parse(parse(readFileSync(join(FILES, 'rules.yaml'), 'utf8'))).groups.flatMap(({ rules }) => rules);
const { panels } = dashboardShape.parse(JSON.parse(readFileSync(join(FILES, 'dashboard.json'), 'utf8')));
const expressions = [...alerts.map(({ alert, expr }) => [alert, expr]), ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr]))];

/** What Prometheus and a ServiceMonitor add to a sample, and histograms to their buckets. */
const ADDED_LABELS = ['service', 'pod', 'container', 'endpoint', 'namespace', 'job', 'instance', 'le'];

/** All metrics that the code makes, with their labels. */
async function metricsOfTheCode(): Promise<Map<string, string[]>> {
  const sources = ['packages/kit/src', ...readdirSync(join(ROOT, 'services')).map((name) => `services/${name}`)].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)(src|server)?\/?.*\.ts$/.test(file) && !/node_modules|dist\/|\.test\.ts$|\.d\.ts$/.test(file)).map((file) => join(ROOT, folder, file)),
  );
  const made = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/metrics\.(counter|gauge|duration)\('(\w+)', '[^']*'(?:, \[([^\]]*)\])?\)/g)]);
  const ours = made.flatMap(([, kind = '', name = '', labels = '']): [string, string[]][] => {
    const names = kind === 'duration' ? ['_bucket', '_count', '_sum'].map((part) => name + part) : [name];
    return names.map((one) => [`secondlook_${one}`, [...labels.matchAll(/'(\w+)'/g)].map(([, label = '']) => label)]);
  });
  const process = await createMetrics('any').render();
  return new Map([...ours, ['up', []], ...[...process.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']): [string, string[]] => [name, []])]);
}

interface Part {
  readonly name: string;
  readonly text: string;
}

function partsOf(expression: string): Part[] {
  const parts: Part[] = [];
  parser.parse(expression).iterate({ enter: ({ type, from, to }) => void parts.push({ name: type.isError ? 'error' : type.name, text: expression.slice(from, to) }) });
  return parts;
}

describe('the alerts and the dashboard', () => {
  it.each(expressions)('ask by %s for what the code counts, in words that Prometheus understands', async (_name, expression = '') => {
    const known = await metricsOfTheCode();
    const parts = partsOf(expression);
    expect(parts.filter(({ name }) => name === 'error')).toEqual([]);
    const metrics = parts.filter(({ name }) => name === 'Identifier').map(({ text }) => text);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((name) => !known.has(name))).toEqual([]);
    const labels = parts.filter(({ name }) => name === 'LabelName').map(({ text }) => text);
    expect(labels.filter((label) => !ADDED_LABELS.includes(label) && !metrics.some((metric) => known.get(metric)?.includes(label)))).toEqual([]);
  });

  it('say in their summary only what they know', () => {
    for (const { expr, annotations: { summary } } of alerts) {
      const kept = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      const grouped = partsOf(expr).some(({ name }) => name === 'GroupingLabels') ? partsOf(expr).filter(({ name }) => name === 'GroupingLabels').flatMap(({ text }) => text.match(/\w+/g) ?? []) : ADDED_LABELS;
      kept.forEach((label) => expect(grouped).toContain(label));
    }
  });

  it('have an entry in the runbook, each, and the runbook has no others', () => {
    const runbook = readFileSync(join(ROOT, 'docs', 'runbook.md'), 'utf8');
    const entries = [...runbook.matchAll(/^\| `(Secondlook\w+)` \|/gm)].map(([, name]) => name);
    expect(entries).toEqual(alerts.map(({ alert }) => alert));
  });

  it('reach Prometheus and Grafana as they are', async () => {
    const charts = await createCharts();
    const manifests = charts.manifests('production');
    expect(manifests.find(({ kind }) => kind === 'PrometheusRule')?.spec).toEqual(parse(readFileSync(join(FILES, 'rules.yaml'), 'utf8')));
    const dashboard = manifests.find(({ kind, data }) => kind === 'ConfigMap' && data?.['secondlook.json'] !== undefined);
    expect(JSON.parse(dashboard?.data?.['secondlook.json'] ?? '{}')).toEqual(JSON.parse(readFileSync(join(FILES, 'dashboard.json'), 'utf8')));
    expect(manifests.filter(({ kind }) => kind === 'ServiceMonitor')).toHaveLength(7);
  }, 120_000);
});
