import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { settings } from '@secondlook/kit';
import { z } from 'zod';

import { networkPolicyShape, workloadsIn, type Manifest, type NetworkPolicy, type Workload } from './support/manifests';
import { createCharts, RELEASE, ROOT } from './support/render-chart';

const services = readdirSync(join(ROOT, 'services'));
const GRPC = 50_051;
const OPS = 9_090;
const HTTP = 8_080;
const ENGINES: Readonly<Record<string, number>> = { MONGO_URL: 27_017, NATS_URL: 4_222, ELASTICSEARCH_URL: 9_200 };
const JWKS = 443;
const ATS = 443;

/** The variables of a service by its config.ts, as in scripts/settings-doc.test.ts. */
function variablesOf(service: string): string[] {
  const file = ['src', 'server'].map((folder) => join(ROOT, 'services', service, folder, 'config.ts')).find(existsSync) ?? '';
  const source = readFileSync(file, 'utf8');
  const groups: Readonly<Record<string, object>> = settings;
  const common = [...source.matchAll(/\.\.\.settings\.(\w+)/g)].flatMap(([, group = '']) => Object.keys(groups[group] ?? {}));
  return [...common, ...[...source.matchAll(/^ {2}([A-Z][A-Z\d_]*):/gm)].map(([, name = '']) => name)];
}

const calledBy = (service: string) => variablesOf(service).filter((name) => name.endsWith('_ADDR')).map((name) => name.slice(0, -'_ADDR'.length).toLowerCase().replaceAll('_', '-')).sort();
const enginesOf = (service: string) => variablesOf(service).flatMap((name) => ENGINES[name] ?? []).sort();

/** Of peers that are pods of the release: the services they may be. */
const servicesAmong = (peers: NetworkPolicy['egress'][number]['to']) => peers.flatMap(({ podSelector }) => podSelector?.matchExpressions ?? []).flatMap(({ values }) => values).sort();

describe('the chart and the settings of each service', () => {
  let manifests: Manifest[];
  let workloads: Workload[];
  let schema: Record<string, { properties: { settings: { properties: object } } }>;
  beforeAll(async () => {
    const charts = await createCharts();
    // All there is, and nothing narrowed: engines anywhere, at their ports.
    manifests = charts.manifests('local', '--set', 'console.enabled=true', '--set', 'console.settings.DEVELOPMENT_ISSUER_URL=http://issuer', '--set', 'global.stores.erasureLedger.enabled=true', '--set', 'global.identity.issuer=i', '--set', 'global.identity.jwksUrl=http://issuer/jwks');
    workloads = workloadsIn(manifests);
    const block = z.object({ properties: z.object({ settings: z.object({ properties: z.looseObject({}) }) }) });
    const file: unknown = JSON.parse(readFileSync(join(ROOT, 'helm', 'platform', 'values.schema.json'), 'utf8'));
    const { properties } = z.object({ properties: z.record(z.string(), z.unknown()) }).parse(file);
    schema = Object.fromEntries(services.map((service) => [service, block.parse(properties[service])]));
  }, 600_000);

  const policyOf = (name: string) => networkPolicyShape.parse(manifests.find((one) => one.kind === 'NetworkPolicy' && one.metadata.name === `${RELEASE}-${name}`)?.spec);
  const environmentOf = (service: string) => workloads.find(({ kind, name }) => kind === 'Deployment' && name === `${RELEASE}-${service}`)?.pod.containers[0]?.env.map(({ name }) => name) ?? [];

  it('leave no service out', () => {
    expect(workloads.filter(({ kind }) => kind === 'Deployment').map(({ name }) => name).sort()).toEqual(services.map((name) => `${RELEASE}-${name}`).sort());
  });

  it.each(services)('agree in what %s is told and may be told', (service) => {
    const told = environmentOf(service);
    const may = Object.keys(schema[service]?.properties.settings.properties ?? {});
    // Where ports listen is not to be chosen: all of the pod.
    expect([...new Set([...told, ...may])].filter((name) => !['NODE_OPTIONS', 'MALLOC_ARENA_MAX'].includes(name)).sort()).toEqual(variablesOf(service).filter((name) => name !== 'LISTEN_HOST').sort());
  });

  it.each(services)('agree in whom %s calls, and which engines it uses: nothing else may be reached', (service) => {
    const { egress, policyTypes } = policyOf(service);
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    const others = egress.filter(({ ports }) => ports.every(({ port }) => port !== 53));
    const calls = others.filter(({ ports }) => ports.some(({ port }) => port === GRPC));
    expect(calls.flatMap(({ to }) => servicesAmong(to))).toEqual(calledBy(service));
    const rest = others.filter((rule) => !calls.includes(rule)).flatMap(({ ports }) => ports.map(({ port }) => port)).sort();
    const ledger = service === 'ingestion' ? [ENGINES['MONGO_URL']] : [];
    const ats = service === 'connector' ? [ATS] : [];
    expect(rest).toEqual([...enginesOf(service), ...ledger, ...ats, JWKS].sort());
  });

  it.each(services)('agree in who may call %s: those that have its address', (service) => {
    const { ingress } = policyOf(service);
    const callers = ingress.filter(({ ports }) => ports.some(({ port }) => port === GRPC)).flatMap(({ from }) => servicesAmong(from));
    expect(callers).toEqual(services.filter((one) => calledBy(one).includes(service)).sort());
    const doors = new Set(ingress.flatMap(({ ports }) => ports.map(({ port }) => port)));
    doors.delete(GRPC);
    expect([...doors]).toEqual([OPS]);
  });

  it('let nobody through who is not named', () => {
    const deny = policyOf('deny');
    expect(deny.policyTypes).toEqual(['Ingress', 'Egress']);
    expect([deny.ingress, deny.egress]).toEqual([[], []]);
    expect(Object.keys(deny.podSelector.matchLabels)).toEqual(['app.kubernetes.io/instance', 'app.kubernetes.io/part-of']);
  });

  it('open the web server of what has an Ingress to its controller alone', async () => {
    const charts = await createCharts();
    const policies = charts.manifests('production').filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata: { name }, spec }) => ({ name, ...networkPolicyShape.parse(spec) }));
    const open = policies.flatMap(({ name, ingress }) => ingress.filter(({ ports }) => ports.some(({ port }) => port === HTTP)).map(({ from }) => [name, JSON.stringify(from)]));
    expect(open).toEqual([[`${RELEASE}-webhook-gateway`, '[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"ingress"}}}]']]);
  });
});
