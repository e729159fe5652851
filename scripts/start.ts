import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { provision, readWebhooks, startStack, viewOf, waitUntilQuiet, type Stack } from '@secondlook/testkit';

import { measureChange } from './measure-change';
import { printMemory } from './print-memory';
import { readStackFile, removeStackFile, ROOT, writeStackFile } from './stack-file';

/** `npm start`: all of Secondlook on this machine, with two tenants, a sandbox ATS each, and a profile library. */
const QUIET_MS = 3_600_000;

interface Options {
  readonly population: number;
  readonly seed: number;
  readonly speed: number;
  readonly dataFolder: string;
  readonly fresh: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      population: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      speed: { type: 'string', default: '20' },
      data: { type: 'string', default: join(ROOT, '.run', 'data') },
      fresh: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'population' | 'seed' | 'speed') => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value <= 0) {
      throw new Error(`--${name} must be a positive number.`);
    }
    return value;
  };
  return { population: number('population'), seed: number('seed'), speed: number('speed'), dataFolder: resolve(values.data), fresh: values.fresh };
}

async function main(): Promise<void> {
  const startedAt = Number(process.env['SECONDLOOK_STARTED_AT'] ?? Date.now());
  const seconds = () => ((Date.now() - startedAt) / 1_000).toFixed(1);
  const { population, seed, speed, dataFolder, fresh } = readOptions();
  refuseSecondStack();
  const tenants = [
    { tenant: 'acme', size: population, seed },
    { tenant: 'globex', size: Math.max(1, Math.floor(population / 4)), seed: seed + 1_000 },
  ];
  keepPopulation(dataFolder, { tenants }, fresh);

  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => {
      stopping.abort();
      resolve();
    }));
  });
  let rewrite: () => void = () => undefined;
  const stack = await startStack({ dataFolder, tenants, speed, durable: true, superviseEngines: true, say: (line) => console.log(line), onRestart: () => rewrite() });
  try {
    const running = run(stack, seconds, stopping.signal, (write) => (rewrite = write)).catch((error: unknown) => {
      if (!stopping.signal.aborted) {
        throw error;
      }
    });
    await Promise.race([stopped, running]);
    await stopped;
  } finally {
    removeStackFile();
    console.log('Stopping');
    await stack.stop();
  }
}

/** From ready to everything searchable; then measures how soon a change shows. */
async function run(stack: Stack, seconds: () => string, signal: AbortSignal, onWritable: (write: () => void) => void): Promise<void> {
  await stack.waitUntilReady();
  const { created, refused } = await provision(stack);
  console.log(`Imported ${created} profiles${refused === 0 ? '' : `, refused ${refused}`}`);
  const webhooks = await readWebhooks(stack);
  onWritable(() => void writeStackFile(stack, webhooks));
  await writeStackFile(stack, webhooks);
  console.log(`READY ${seconds()}`);
  console.log(`Console: http://127.0.0.1:${stack.ports['console-http']}   Try: npm run -s cli -- search "engineer"`);
  await firstAnswer(stack, signal);
  console.log(`FIRST_ANSWER ${seconds()}`);
  await waitUntilQuiet(viewOf(stack), QUIET_MS, signal);
  const done = seconds();
  const totals = await Promise.all(stack.options.tenants.map(({ tenant }) => countAll(stack, tenant)));
  console.log(`POPULATION_DONE ${done} ${totals.reduce((sum, total) => sum + total, 0)}`);
  await measureChange(stack);
  printMemory(stack);
}

async function firstAnswer(stack: Stack, signal: AbortSignal): Promise<void> {
  const [first] = stack.options.tenants;
  while (!signal.aborted && (await countAll(stack, first?.tenant ?? '').catch(() => 0)) === 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function countAll(stack: Stack, tenant: string): Promise<number> {
  return (await stack.clients.search.searchCandidates({ pageSize: 1 }, stack.as(tenant))).totalSize;
}

function refuseSecondStack(): void {
  const running = Object.values(readStackFile()?.services ?? {}).some(({ pid }) => existsSync(`/proc/${pid}`));
  if (running) {
    throw new Error('A stack is running here already (.run/stack.json); stop it first.');
  }
}

/** Data of one population do not fit another: better say so than mix them. */
function keepPopulation(dataFolder: string, population: object, fresh: boolean): void {
  if (fresh) {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  const file = join(dataFolder, 'population.json');
  const text = JSON.stringify(population);
  if (existsSync(file) && readFileSync(file, 'utf8') !== text) {
    throw new Error(`${dataFolder} holds another population; add --fresh to begin anew, or --data for another folder.`);
  }
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
