import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type StackView } from '../oracle/view';
import { viewOf } from '../oracle/view-of-stack';
import { borrowElasticsearch } from './lent-elasticsearch';
import { createSandboxControl, type SandboxControl } from './sandbox-control';
import { startStack, type Stack, type StackOptions } from './start-stack';

/** Every end-to-end test has two tenants: what one has, the other must never see. */
export const ACME = 'acme';
export const GLOBEX = 'globex';

export interface TestStack extends Stack {
  readonly dataFolder: string;
  view(): StackView;
  /** The sandbox's own door to a tenant's ATS. */
  control(tenant: string): SandboxControl;
}

interface TestStackOptions extends Partial<Pick<StackOptions, 'speed' | 'durable' | 'environment' | 'superviseEngines' | 'network'>> {
  /** Candidates of acme's ATS; globex has a quarter. */
  readonly size: number;
  /** Draws another population. */
  readonly seed?: number;
  /** Beside acme and globex. */
  readonly others?: StackOptions['tenants'];
  /** For a test that kills engines, or measures them. */
  readonly ownEngines?: boolean;
}

/** All of Secondlook, with fresh data. Stop it when done: its files go with it. */
export async function startTestStack({ size, seed = 7, speed = 50, durable = false, others = [], ownEngines = false, ...more }: TestStackOptions): Promise<TestStack> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'secondlook-e2e-'));
  const tenants = [
    { tenant: ACME, size, seed },
    { tenant: GLOBEX, size: Math.ceil(size / 4), seed: seed + 1_000 },
    ...others,
  ];
  const elasticsearch = ownEngines ? undefined : await borrowElasticsearch();
  const engines = elasticsearch === undefined ? {} : { elasticsearch };
  const stack = await startStack({ dataFolder, tenants, speed, durable, say: () => undefined, engines, ...more });
  const stop = async () => {
    await stack.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  await stack.waitUntilReady().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ...stack,
    dataFolder,
    view: () => viewOf(stack),
    control(tenant) {
      const endpoint = stack.sandbox[tenant];
      if (endpoint === undefined) {
        throw new Error(`There is no sandbox of ${tenant}.`);
      }
      return createSandboxControl(endpoint);
    },
    stop,
  };
}
