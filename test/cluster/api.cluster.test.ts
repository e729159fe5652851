import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findHelm } from '@secondlook/testkit';

import { createCharts, environments, RELEASE, ROOT } from '../charts/support/render-chart';

/**
 * `npm run test:cluster`, against the cluster of KUBECONFIG: what its API server takes, in a namespace that enforces Pod Security
 * "restricted". It makes that namespace and removes it. Whether pods run is not proven: hooks are left out, and nothing is waited for.
 */
const KUBECONFIG = process.env['KUBECONFIG'] ?? '';
const NAMESPACE = `secondlook-test-${Date.now().toString(36)}`;
const VALUES = ['--values', join(ROOT, 'deploy', 'local', 'values.yaml')];
const CHART = join(ROOT, 'helm', 'platform');
/** Kinds that a cluster has only with Prometheus' operator. */
const WITHOUT_OPERATOR = ['--set', 'global.serviceMonitor.enabled=false', '--set', 'prometheusRule.enabled=false'];
const KINDS = 'deployments,services,networkpolicies,jobs,pods,poddisruptionbudgets,horizontalpodautoscalers,ingresses,secrets,configmaps';

(KUBECONFIG === '' ? describe.skip : describe)('an API server (KUBECONFIG)', () => {
  let helmBinary: string;
  const kubectl = (args: readonly string[], input = '') => spawnSync('kubectl', ['--namespace', NAMESPACE, ...args], { input, encoding: 'utf8' });
  const helm = (...args: readonly string[]) => spawnSync(helmBinary, [...args, '--namespace', NAMESPACE], { encoding: 'utf8' });
  const replicasOf = (service: string) => kubectl(['get', 'deployment', `${RELEASE}-${service}`, '--output', 'jsonpath={.spec.replicas}']).stdout;
  const left = () => kubectl(['get', KINDS, '--output', 'name']).stdout.split('\n').filter((name) => name !== '' && !name.includes('kube-root-ca') && !name.includes('sh.helm.release'));

  beforeAll(async () => {
    helmBinary = await findHelm();
    execFileSync('kubectl', ['create', 'namespace', NAMESPACE]);
    execFileSync('kubectl', ['label', 'namespace', NAMESPACE, ...['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`)]);
    // Where no controller makes it, as on a bare API server; else it is there, or comes.
    kubectl(['create', 'serviceaccount', 'default']);
  }, 600_000);
  afterAll(() => {
    kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  it.each(environments)('takes all of deploy/%s without a warning', async (environment) => {
    const rendered = (await createCharts()).render(environment, ...WITHOUT_OPERATOR);
    const { status, stderr } = kubectl(['apply', '--dry-run=server', '--filename', '-'], rendered);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('takes the throw-away engines without a warning', () => {
    const { status, stderr } = kubectl(['apply', '--dry-run=server', '--filename', join(ROOT, 'deploy', 'local', 'stores.yaml')]);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('installs, upgrades, refuses a typo, rolls back, and has nothing left in the end', () => {
    expect(helm('install', RELEASE, CHART, ...VALUES, '--no-hooks').stderr).toBe('');
    expect(left()).toContain(`deployment.apps/${RELEASE}-matcher`);
    expect(helm('upgrade', RELEASE, CHART, ...VALUES, '--no-hooks', '--set', 'matcher.replicas=2').stderr).toBe('');
    expect(replicasOf('matcher')).toBe('2');
    const refused = helm('upgrade', RELEASE, CHART, ...VALUES, '--no-hooks', '--set', 'matcher.replica=3');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("'replica' not allowed")]);
    expect(replicasOf('matcher')).toBe('2');
    expect(helm('rollback', RELEASE, '--no-hooks').stderr).toBe('');
    expect(replicasOf('matcher')).toBe('1');
    expect(helm('uninstall', RELEASE, '--no-hooks').stderr).toBe('');
    expect(left().filter((name) => name.includes(RELEASE))).toEqual([]);
  }, 240_000);
});
