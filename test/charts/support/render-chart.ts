import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { findHelm } from '@secondlook/testkit';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

import { manifestShape, type Manifest } from './manifests';

export const ROOT = join(__dirname, '..', '..', '..');
export const RELEASE = 'secondlook';
/** Each has a folder in deploy/ with values and what they render. */
export const environments = ['local', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];

const CHART = join(ROOT, 'helm', 'platform');

export interface Charts {
  /** What helm says of a chart with these values; nothing when it is content. */
  lint(environment: Environment): string;
  render(environment: Environment, ...more: readonly string[]): string;
  manifests(environment: Environment, ...more: readonly string[]): Manifest[];
  /** Why helm refuses these values. */
  refusal(environment: Environment, ...more: readonly string[]): string;
}

export async function createCharts(): Promise<Charts> {
  const helm = await findHelm((line) => process.stderr.write(`${line}\n`));
  const valuesOf = (environment: Environment) => ['--values', join(ROOT, 'deploy', environment, 'values.yaml')];
  const template = (environment: Environment, more: readonly string[]) => ['template', RELEASE, CHART, '--namespace', RELEASE, ...valuesOf(environment), ...more];
  const render = (environment: Environment, ...more: readonly string[]) => execFileSync(helm, template(environment, more), { encoding: 'utf8', maxBuffer: 16 << 20 });
  return {
    lint(environment) {
      const { status, stdout, stderr } = spawnSync(helm, ['lint', '--strict', '--quiet', CHART, ...valuesOf(environment)], { encoding: 'utf8' });
      return status === 0 ? '' : stdout + stderr;
    },
    render,
    manifests: (environment, ...more) => toManifests(render(environment, ...more)),
    refusal: (environment, ...more) => spawnSync(helm, template(environment, more), { encoding: 'utf8' }).stderr,
  };
}

function toManifests(text: string): Manifest[] {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  return z.array(manifestShape).parse(documents.filter((document) => document !== null));
}
