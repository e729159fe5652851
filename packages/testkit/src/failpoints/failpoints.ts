import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ServiceName } from '@secondlook/contracts';

import { serviceNames } from '../stack/identities';

/** A write of a service, as `ingestion candidates.bulkWrite`; see preload.ts. */
export interface Failpoint {
  readonly service: ServiceName;
  readonly write: string;
}

export type Moment = 'before' | 'after';

/**
 * `crash` as by `kill -9`. `error`: before, the write never reached the engine; after, it took effect and its answer was lost. `stall`
 * waits. `twice` sends it two times, as when a network repeats it; `before` only.
 */
export type Action = 'crash' | 'error' | 'stall' | 'twice';

export interface Failpoints {
  readonly folder: string;
  /** Settings of the stack whose services have failpoints. */
  readonly environment: NodeJS.ProcessEnv;
  /** The writes that services made so far. */
  passed(): Failpoint[];
  /** The next such write meets the action, once. */
  arm(point: Failpoint, moment: Moment, action: Action, stallMs?: number): void;
  /** What is armed and has not come yet, as `<service>/<write>.<moment>`. */
  armed(): string[];
}

const PASSED = 'passed';
/** The built one, also when this file runs from its source. */
const PRELOAD = join(__dirname, '..', '..', 'dist', 'failpoints', 'preload.js');

export function createFailpoints(folder: string): Failpoints {
  const services = () => serviceNames.filter((service) => existsSync(join(folder, service)));
  const armedOf = (service: ServiceName) => readdirSync(join(folder, service)).filter((file) => file !== PASSED);
  return {
    folder,
    environment: { FAILPOINTS_FOLDER: folder, NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}` },
    passed: () => services().flatMap((service) => passedBy(join(folder, service, PASSED)).map((write) => ({ service, write }))),
    arm({ service, write }, moment, action, stallMs) {
      mkdirSync(join(folder, service), { recursive: true });
      writeFileSync(join(folder, service, `${write}.${moment}`), stallMs === undefined ? action : `${action} ${stallMs}`);
    },
    armed: () => services().flatMap((service) => armedOf(service).map((file) => `${service}/${file}`)).sort(),
  };
}

function passedBy(file: string): string[] {
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].sort() : [];
}
