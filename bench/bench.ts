import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

import { goals } from './goals';

/** `npm run bench -- <goal id> [--size N] [--seed N] [--speed N]`: measures one goal. The figure is on the last line; exit 1 when it is missed. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { size: { type: 'string' }, seed: { type: 'string', default: '1' }, speed: { type: 'string' } },
  });
  const goal = goals.find(({ id }) => id === positionals[0]?.toUpperCase());
  if (goal === undefined) {
    console.error(`Which goal? One of these:\n${goals.map(({ id, statement, size, unit }) => `  ${id.padEnd(6)} ${statement} (${size} ${unit})`).join('\n')}`);
    process.exitCode = 2;
    return;
  }
  const size = values.size === undefined ? goal.size : readCount('size', values.size);
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  console.log(`${goal.id}: ${goal.statement}\n${size} ${goal.unit}, seed ${values.seed}; ${machine}, ${new Date().toISOString()}`);
  const { isMet, isSkipped = false, figure } = await goal.measure({
    size,
    seed: readCount('seed', values.seed),
    speed: values.speed === undefined ? undefined : readCount('speed', values.speed),
    say: (line) => console.log(line),
  });
  console.log(`${goal.id} ${isSkipped ? 'SKIPPED' : isMet ? 'met' : 'MISSED'}: ${figure}`);
  process.exitCode = isMet || isSkipped ? 0 : 1;
}

function readCount(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new Error(`--${name} must be a positive number.`);
  }
  return value;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
