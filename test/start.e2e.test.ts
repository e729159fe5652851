import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '@secondlook/testkit';

const ROOT = join(__dirname, '..');
const STACK_FILE = join(ROOT, '.run', 'stack.json');
const SIZE = 40;

const stackShape = z.object({
  services: z.record(z.string(), z.object({ pid: z.number() })),
  engines: z.record(z.string(), z.object({ url: z.string(), pid: z.number().optional(), kind: z.string() })),
});

describe('npm start', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'secondlook-start-'));
  let child: ChildProcess;
  let output = '';

  beforeAll(async () => {
    child = start();
    await eventually('it says that it is done', () => Promise.resolve(output), (text) => text.includes('SERVICES_RSS_MB') || child.exitCode !== null, 280_000);
  }, 300_000);
  afterAll(async () => {
    child.kill('SIGTERM');
    await eventually('it ends', () => Promise.resolve(child.exitCode), (code) => code !== null, 60_000);
    rmSync(dataFolder, { recursive: true, force: true });
  }, 90_000);

  function start(): ChildProcess {
    output = '';
    const started = spawn(process.execPath, [join(ROOT, 'scripts', 'run.mjs'), 'start', '--population', String(SIZE), '--seed', '3', '--data', dataFolder], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    [started.stdout, started.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => (output += chunk.toString())));
    return started;
  }

  const cli = (...args: string[]) => run(['scripts/run.mjs', 'cli', ...args]);
  const processes = () => {
    const { services, engines } = stackShape.parse(JSON.parse(readFileSync(STACK_FILE, 'utf8')));
    return [...Object.values(services).map(({ pid }) => pid), ...Object.values(engines).flatMap(({ pid }) => (pid === undefined ? [] : [pid]))];
  };

  it('says when it is ready, when a search finds somebody, and when everybody is there', () => {
    expect(output).toMatch(/^READY [\d.]+$/m);
    expect(output).toMatch(/^FIRST_ANSWER [\d.]+$/m);
    expect(output).toMatch(new RegExp(`^POPULATION_DONE [\\d.]+ ${SIZE + SIZE / 4}$`, 'm'));
    expect(output).toMatch(/^CHANGE_SEARCHABLE [\d.]+$/m);
    expect(output).toMatch(/^DELETION_GONE [\d.]+$/m);
  });

  it('keeps where everything is, and its tokens, in a file for its owner’s eyes only', () => {
    expect(statSync(STACK_FILE).mode & 0o777).toBe(0o600);
    expect(Object.keys(stackShape.parse(JSON.parse(readFileSync(STACK_FILE, 'utf8'))).services).sort()).toEqual(
      ['connector', 'console', 'enrichment', 'ingestion', 'insights', 'matcher', 'search', 'webhook-gateway'],
    );
    expect(new Set(processes()).size).toBe(processes().length);
  });

  it('stands the check of its invariants, each of which compares something', () => {
    const { status, stdout } = run(['scripts/run.mjs', 'verify', '--json']);
    const findings = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => z.object({ invariant: z.string(), compared: z.number(), differing: z.number() }).parse(JSON.parse(line)));
    expect(findings.map(({ invariant, differing, compared }) => [invariant, differing, compared > 0])).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6'].map((invariant) => [invariant, 0, true]));
    expect(status).toBe(0);
  }, 200_000);

  it('answers the command line: a search, a candidate, the connections', () => {
    const found = cli('search', 'experience', '--json', '--limit', '3').stdout.trim().split('\n').map((line) => z.object({ candidateId: z.string() }).loose().parse(JSON.parse(line)));
    expect(found).toHaveLength(3);
    expect(cli('candidate', found[0]?.candidateId ?? '').stdout).toContain(found[0]?.candidateId);
    expect(cli('connections').stdout).toContain('smartrecruiters');
    const wrong = cli('search', '"unclosed');
    expect([wrong.status === 0, wrong.stderr === '']).toEqual(wrong.status === 0 ? [true, true] : [false, false]);
  }, 60_000);

  it('refuses to run twice, in a sentence', () => {
    const { status, stderr } = run(['scripts/run.mjs', 'start', '--data', join(dataFolder, 'other')]);
    expect([status, stderr.trim().split('\n').at(-1)]).toEqual([1, 'A stack is running here already (.run/stack.json); stop it first.']);
  }, 60_000);

  it('starts a service again that dies, and leaves no process behind when it is stopped', async () => {
    const before = stackShape.parse(JSON.parse(readFileSync(STACK_FILE, 'utf8'))).services['matcher']?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await eventually('the matcher has another process', () => Promise.resolve(stackShape.parse(JSON.parse(readFileSync(STACK_FILE, 'utf8'))).services['matcher']?.pid), (pid) => pid !== before);
    const pids = processes();
    child.kill('SIGTERM');
    await eventually('it ends', () => Promise.resolve(child.exitCode), (code) => code !== null, 60_000);
    expect(child.exitCode).toBe(0);
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(processesOf(dataFolder)).toEqual([]);
    expect(existsSync(STACK_FILE)).toBe(false);
  }, 120_000);

  it('goes on with its data when it is started again', async () => {
    child = start();
    await eventually('it says that it is done', () => Promise.resolve(output), (text) => text.includes('SERVICES_RSS_MB') || child.exitCode !== null, 120_000);
    expect(output).toMatch(new RegExp(`^POPULATION_DONE [\\d.]+ ${SIZE + SIZE / 4}$`, 'm'));
  }, 150_000);
});

function run(args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

/** Whoever was started with something of a folder on its command line (Linux; elsewhere nobody is seen). */
function processesOf(folder: string): string[] {
  const pids = existsSync('/proc/self') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid)) : [];
  return pids.flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(folder) ? [line] : [];
    } catch {
      return [];
    }
  });
}
