import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findStarlark } from '@secondlook/testkit';
import { z } from 'zod';

import { workloadsIn, manifestShape } from './support/manifests';
import { createCharts, ROOT, type Charts } from './support/render-chart';

const callShape = z.object({ function: z.string(), args: z.array(z.unknown()), options: z.record(z.string(), z.unknown()) });
type Call = z.infer<typeof callShape>;
const strings = z.array(z.string());
const hasGo = spawnSync('go', ['version']).status === 0;

/** Tilt itself is not here: its Starlark is evaluated, with what Tilt gives it stood in for. Wants Go, which builds the interpreter once. */
(hasGo ? describe : describe.skip)('the Tiltfile', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'secondlook-tilt-'));
  let charts: Charts;
  let calls: Call[];
  const of = (name: string) => calls.filter((call) => call.function === name);

  beforeAll(async () => {
    charts = await createCharts();
    const starlark = await findStarlark();
    const standIn = readFileSync(join(__dirname, 'support', 'tilt-stand-in.star'), 'utf8');
    const tiltfile = readFileSync(join(ROOT, 'Tiltfile'), 'utf8').replace(/^load\("ext:.*$/m, '');
    const program = join(scratch, 'program.star');
    const rendered = JSON.stringify(JSON.stringify(charts.manifests('local')));
    writeFileSync(program, `RENDERED = ${rendered}\n${standIn}\n${tiltfile}\nprint(json.encode(calls))\n`);
    // `print` goes to standard error; loads are looked up from the working directory.
    const { status, stderr } = spawnSync(starlark, ['-globalreassign', program], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(stderr);
    }
    calls = z.array(callShape).parse(JSON.parse(stderr));
  }, 600_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('builds an image for each service that is installed, and labels and reaches each', () => {
    const deployments = workloadsIn(charts.manifests('local')).filter(({ kind }) => kind === 'Deployment');
    const images = deployments.flatMap(({ pod }) => pod.containers).map(({ image }) => image.split(':')[0]);
    expect(of('docker_build').map(({ args: [ref] }) => ref).sort()).toEqual(images.sort());
    const resources = of('k8s_resource').filter(({ options }) => options['new_name'] !== '');
    expect(resources.map(({ args: [workload] }) => workload).sort()).toEqual(deployments.map(({ name }) => name).sort());
    resources.forEach(({ options }) => {
      expect(options['labels']).toHaveLength(1);
      expect(strings.parse(options['port_forwards'])[0]).toMatch(/^\d+:50051$/);
    });
    expect(new Set(resources.flatMap(({ options }) => strings.parse(options['port_forwards']))).size).toBe(resources.length);
  });

  it('exchanges compiled files, of folders that go into the image, where the image has them', () => {
    const dockerfile = readFileSync(join(ROOT, 'tilt', 'Dockerfile'), 'utf8');
    for (const { options } of of('docker_build')) {
      const { SERVICE: service = '' } = z.record(z.string(), z.string()).parse(options['build_args']);
      for (const [here = '', there = ''] of z.array(strings).parse(options['live_update'])) {
        expect(options['only']).toContain(here);
        expect(dockerfile.replaceAll('${SERVICE}', service)).toContain(`${here}/ ${there}/\n`);
        expect(existsSync(join(ROOT, here))).toBe(true);
      }
    }
  });

  it('installs the chart without its hooks, with files that can be exchanged and all else as strict as ever', () => {
    const objects = z.array(manifestShape).parse(of('k8s_yaml').map(({ args: [objects] }) => objects).find(Array.isArray));
    expect(objects.filter(({ metadata }) => metadata.annotations['helm.sh/hook'] !== undefined)).toEqual([]);
    const containers = workloadsIn(objects).flatMap(({ pod }) => pod.containers);
    expect(containers).toHaveLength(7);
    containers.forEach(({ securityContext }) => expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: false, capabilities: { drop: ['ALL'] } }));
  });

  it('has buttons that call scripts and methods which are there', () => {
    const buttons = of('cmd_button').map(({ options }) => strings.parse(options['argv']));
    expect(buttons).toHaveLength(1 + 4 + 2 * 6);
    const protos = execFileSync('cat', ['ops/v1/ops_service.proto', 'connector/v1/connector_service.proto'].map((file) => join(ROOT, 'proto', 'secondlook', file)), { encoding: 'utf8' });
    const sync = readFileSync(join(ROOT, 'tilt', 'sync.sh'), 'utf8');
    const methods = [...buttons.map((argv) => argv.join(' ')), sync].flatMap((text) => [...text.matchAll(/(\w+Service)\/(\w+)/g)].map(([, service = '', method = '']) => ({ service, method })));
    methods.forEach(({ service, method }) => {
      expect(protos).toContain(`service ${service} {`);
      expect(protos).toContain(`rpc ${method}(`);
    });
    buttons.forEach(([, script = '']) => expect(existsSync(join(ROOT, script))).toBe(true));
  });
});
