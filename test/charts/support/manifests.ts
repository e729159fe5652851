import { z } from 'zod';

/** As much of the Kubernetes API as the policies look at. */
const labels = z.record(z.string(), z.string());

const environmentVariable = z.object({ name: z.string(), value: z.string().optional(), valueFrom: z.looseObject({}).optional() });

const probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) });

const container = z.object({
  name: z.string(),
  image: z.string(),
  imagePullPolicy: z.string(),
  args: z.array(z.string()).optional(),
  env: z.array(environmentVariable).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  securityContext: z.looseObject({}),
  resources: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number()]))),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
});
export type Container = z.infer<typeof container>;

export const podShape = z.looseObject({
  automountServiceAccountToken: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: z.looseObject({}),
  containers: z.array(container),
  volumes: z.array(z.record(z.string(), z.unknown())).default([]),
});
export type PodSpec = z.infer<typeof podShape>;

const peer = z.looseObject({
  podSelector: z
    .object({ matchLabels: labels.default({}), matchExpressions: z.array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()) })).default([]) })
    .optional(),
});

const rule = { ports: z.array(z.object({ protocol: z.string(), port: z.number() })) };

export const networkPolicyShape = z.object({
  podSelector: z.object({ matchLabels: labels }),
  policyTypes: z.array(z.string()),
  ingress: z.array(z.object({ ...rule, from: z.array(peer) })).default([]),
  egress: z.array(z.object({ ...rule, to: z.array(peer).default([]) })).default([]),
});
export type NetworkPolicy = z.infer<typeof networkPolicyShape>;

export const manifestShape = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), labels: labels.default({}), annotations: labels.default({}) }),
  spec: z.looseObject({}).optional(),
  data: z.record(z.string(), z.string()).optional(),
});
export type Manifest = z.infer<typeof manifestShape>;

const deploymentShape = z.object({ replicas: z.number().optional(), template: z.object({ spec: podShape }) });

export interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly replicas: number | undefined;
  readonly pod: PodSpec;
}

/** All that runs: Deployments, Jobs, Pods. */
export function workloadsIn(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap(({ kind, metadata: { name }, spec }) => {
    if (kind === 'Pod') {
      return [{ name, kind, replicas: undefined, pod: podShape.parse(spec) }];
    }
    if (kind === 'Deployment' || kind === 'Job') {
      const { replicas, template } = deploymentShape.parse(spec);
      return [{ name, kind, replicas, pod: template.spec }];
    }
    return [];
  });
}

export function namesOf(manifests: readonly Manifest[], kind: string): string[] {
  return manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name).sort();
}
