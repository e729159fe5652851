import { readdirSync, readFileSync } from 'node:fs';

import { type Stack } from '@secondlook/testkit';

/** What the services take, each with the processes it started. Linux only: elsewhere nothing is printed. */
export function printMemory({ services }: Stack): void {
  const processes = readProcesses();
  if (processes.length === 0) {
    return;
  }
  const rows = [...services].map(([name, service]) => ({ name, megabytes: megabytesOf(service.pid(), processes) }));
  const total = rows.reduce((sum, { megabytes }) => sum + megabytes, 0);
  console.log(`SERVICES_RSS_MB ${total}   (${rows.map(({ name, megabytes }) => `${name} ${megabytes}`).join(', ')})`);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
}

function readProcesses(): Process[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(readProcess);
  } catch {
    return [];
  }
}

function readProcess(pid: string): Process[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [{ pid: Number(pid), parent: field('PPid'), kilobytes: field('VmRSS') }];
  } catch {
    return [];
  }
}

function megabytesOf(pid: number, processes: readonly Process[]): number {
  const own = processes.find((process) => process.pid === pid)?.kilobytes ?? 0;
  const children = processes.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + megabytesOf(child.pid, processes), 0);
  return Math.round(own / 1_024) + children;
}
