import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of ours: known by its id, ended with us whatever happens. */
export interface Child {
  readonly pid: number;
  /** Resolves with the exit code, or the signal's name. */
  readonly exited: Promise<number | string>;
  /** The last of what it wrote, for error messages. */
  lastOutput(): string;
  /** Sends a signal to the process and to those it started. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM; SIGKILL when it is still there after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
}

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
  /** Run as this user; needs root. Keeps the right to open our files, wherever the checkout is. */
  readonly asUid?: number;
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
const OUTPUT_KEPT = 4_000;

export function canDropRoot(): boolean {
  return SETPRIV !== undefined;
}

/** Starts a process in a group of its own. Where setpriv exists (Linux), the kernel ends it when we die, even by SIGKILL. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const [file, ...rest] = [...guard(options.asUid), command, ...args];
  const child = spawn(file ?? command, rest, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  if (options.onLine !== undefined) {
    forEachLine(child, options.onLine);
  }
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    child.once('error', (error) => resolve(error.message));
  });
  const pid = child.pid ?? -1;
  return {
    pid,
    exited,
    lastOutput: () => output,
    signal: (name) => signalGroup(pid, name),
    stop: (patienceMs = 30_000) => stopGroup(pid, exited, patienceMs),
  };
}

function guard(asUid: number | undefined): string[] {
  if (SETPRIV === undefined) {
    return [];
  }
  const asUser = asUid === undefined ? [] : [
    `--reuid=${asUid}`, `--regid=${asUid}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup',
  ];
  return [SETPRIV, ...asUser, '--pdeathsig', 'TERM', '--'];
}

function forEachLine(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
  }
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // Gone already.
  }
}

async function stopGroup(pid: number, exited: Promise<number | string>, patienceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const patience = new AbortController();
  const gone = await Promise.race([exited.then(() => true), sleep(patienceMs, false, { signal: patience.signal }).catch(() => false)]);
  patience.abort();
  if (!gone) {
    signalGroup(pid, 'SIGKILL');
    await exited;
  }
}

/**
 * Below what systems hand to outgoing connections (from 32768 on Linux, 49152 elsewhere): a port from there can be taken by somebody's
 * connection before the process that it was chosen for listens. Each of jest's workers, which start stacks at the same time, has its own.
 */
const FIRST_PORT = 10_000;
const [WORKERS, PORTS_EACH] = [4, 5_500];
const PORTS_TRIED = 100;

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const first = FIRST_PORT + PORTS_EACH * ((Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % WORKERS);
  for (let tried = 0; tried < PORTS_TRIED; tried++) {
    const port = randomInt(first, first + PORTS_EACH);
    if (await isFreePort(port)) {
      return port;
    }
  }
  throw new Error(`None of ${PORTS_TRIED} ports from ${first} on was free.`);
}

export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Tries until `probe` succeeds. Ends early, with the child's last words, when the child exits. */
export async function waitUntil(what: string, probe: () => Promise<boolean>, child: Child | undefined, withinMs: number): Promise<void> {
  const startedAt = Date.now();
  let exit: number | string | undefined;
  void child?.exited.then((code) => (exit = code));
  while (!(await probe().catch(() => false))) {
    if (exit !== undefined) {
      throw new Error(`${what} ended (${exit}) before it was ready:\n${child?.lastOutput() ?? ''}`);
    }
    if (Date.now() - startedAt > withinMs) {
      throw new Error(`${what} was not ready after ${withinMs / 1_000} s:\n${child?.lastOutput() ?? ''}`);
    }
    await sleep(100);
  }
}
