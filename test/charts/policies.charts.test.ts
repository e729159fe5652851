import { beforeAll, describe, expect, it } from '@jest/globals';

import { namesOf, workloadsIn, type Container, type Manifest, type PodSpec, type Workload } from './support/manifests';
import { createCharts, environments, RELEASE, type Environment } from './support/render-chart';

/** What the service's own stopping may take, and the sleep before it. */
const STOPPING_SECONDS = 45;

/** Pod Security "restricted", and more: the reasons why this pod would be refused. */
function violationsOf(pod: PodSpec): string[] {
  const claims: [string, boolean][] = [
    ['runs as root', pod.securityContext['runAsNonRoot'] !== true || Number(pod.securityContext['runAsUser']) === 0],
    ['has no seccomp profile', JSON.stringify(pod.securityContext['seccompProfile']) !== '{"type":"RuntimeDefault"}'],
    ['has a service account token', pod.automountServiceAccountToken !== false],
    ['shares a namespace of the host', ['hostNetwork', 'hostPID', 'hostIPC'].some((name) => name in pod)],
    ['mounts something of the host', pod.volumes.some((volume) => Object.keys(volume).some((key) => !['name', 'secret', 'configMap', 'emptyDir'].includes(key)))],
  ];
  return [...claims.filter(([, holds]) => holds).map(([claim]) => claim), ...pod.containers.flatMap((one) => violationsOfContainer(one))];
}

function violationsOfContainer({ name, image, securityContext, resources }: Container): string[] {
  const [, tag = 'latest'] = /:([^:/]+)$/.exec(image) ?? [];
  const claims: [string, boolean][] = [
    ['may gain privileges', securityContext['allowPrivilegeEscalation'] !== false],
    ['has capabilities', JSON.stringify(securityContext['capabilities']) !== '{"drop":["ALL"]}'],
    ['may write to its root', securityContext['readOnlyRootFilesystem'] !== true],
    ['says more of its rights than that', Object.keys(securityContext).length !== 3],
    ['runs the latest of its image', tag === 'latest'],
    ['lacks a limit or a request', ['limits', 'requests'].some((kind) => ['cpu', 'memory'].some((what) => resources[kind]?.[what] === undefined))],
  ];
  return claims.filter(([, holds]) => holds).map(([claim]) => `${name} ${claim}`);
}

const millicores = (cpu: string | number | undefined) => (String(cpu).endsWith('m') ? Number.parseInt(String(cpu), 10) : Number(cpu) * 1_000);
const mebibytes = (memory: string | number | undefined) => Number.parseInt(String(memory), 10) * (String(memory).endsWith('Gi') ? 1_024 : 1);
const heapOf = ({ env }: Container) => Number(/max-old-space-size=(\d+)/.exec(env.find(({ name }) => name === 'NODE_OPTIONS')?.value ?? '')?.[1]);

describe('what is installed', () => {
  const manifests = new Map<Environment, Manifest[]>();
  beforeAll(async () => {
    const charts = await createCharts();
    environments.forEach((environment) => manifests.set(environment, charts.manifests(environment)));
  }, 600_000);
  const of = (environment: Environment) => manifests.get(environment) ?? [];
  const deployments = (environment: Environment) => workloadsIn(of(environment)).filter(({ kind }) => kind === 'Deployment');

  it.each(environments)('has no pod in %s that needs more rights than none', (environment) => {
    const workloads = workloadsIn(of(environment));
    expect(workloads).toHaveLength(9);
    expect(workloads.flatMap(({ name, pod }) => violationsOf(pod).map((violation) => `${name}: ${violation}`))).toEqual([]);
  });

  it.each(environments)('is asked in %s whether it lives and is ready, and may stop in peace', (environment) => {
    for (const { pod } of deployments(environment)) {
      const [service] = pod.containers;
      expect([service?.startupProbe, service?.livenessProbe, service?.readinessProbe].map((probe) => probe?.httpGet)).toEqual([
        { path: '/live', port: 'ops' }, { path: '/live', port: 'ops' }, { path: '/ready', port: 'ops' },
      ]);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(STOPPING_SECONDS);
    }
  });

  it.each(environments)('has a heap in %s that its memory holds', (environment) => {
    for (const { containers } of deployments(environment).map(({ pod }) => pod)) {
      containers.forEach((one) => expect(heapOf(one) * 2).toBeLessThanOrEqual(mebibytes(one.resources['limits']?.['memory'])));
    }
  });

  it.each(environments)('scales request servers in %s, leaves consumers as many as they are, and lets no node be drained of all replicas', (environment) => {
    const scaled = namesOf(of(environment), 'HorizontalPodAutoscaler');
    const fixed = deployments(environment).filter(({ replicas }) => replicas !== undefined).map(({ name }) => name);
    expect([...scaled, ...fixed].sort()).toEqual(namesOf(of(environment), 'Deployment'));
    const several = deployments(environment).filter(({ replicas }: Workload) => replicas === undefined || replicas > 1).map(({ name }) => name);
    expect(namesOf(of(environment), 'PodDisruptionBudget')).toEqual(several.sort());
  });

  it('scales nothing that works off events or reads an ATS', () => {
    expect(namesOf(of('production'), 'HorizontalPodAutoscaler')).toEqual(['insights', 'search', 'webhook-gateway'].map((name) => `${RELEASE}-${name}`));
  });

  it('asks for no more than a CPU locally, and for 192 MiB a service', () => {
    const requests = deployments('local').flatMap(({ pod }) => pod.containers).map(({ resources }) => resources['requests'] ?? {});
    expect(requests.reduce((sum, { cpu }) => sum + millicores(cpu), 0)).toBeLessThanOrEqual(1_000);
    requests.forEach(({ memory }) => expect(mebibytes(memory)).toBeLessThanOrEqual(192));
  });

  it('prepares before an upgrade, in one Job that needs nothing of the release', () => {
    const jobs = of('production').filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.annotations['helm.sh/hook'])).toEqual(['pre-install,pre-upgrade']);
    const [job] = workloadsIn(jobs);
    expect(job?.pod.containers.every(({ args }) => args?.join() === '/app/migrate.js')).toBe(true);
    expect(of('production').filter(({ kind }) => kind === 'Secret' || kind === 'ServiceAccount')).toEqual([]);
  });
});
