import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { MissingToolError } from './engine';

const run = promisify(execFile);
const TOOL_MS = 15 * 60_000;

/** Runs a package client to its end. Its own configuration says where packages come from; no address is written here. */
export async function runTool(command: string, args: readonly string[], howToGet: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    // Where Maven runs without a project it leaves a marker folder behind: not in ours.
    const { stdout } = await run(command, args, { timeout: TOOL_MS, maxBuffer: 16 << 20, env: { ...process.env, ...env }, cwd: cacheFolder() });
    return stdout;
  } catch (error) {
    if (isMissing(error)) {
      throw new MissingToolError(`The tool "${command}" is missing: ${howToGet}`, { cause: error });
    }
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** For engines that live for minutes: compiling for the long run would take more time than it saves. */
export const SHORT_LIVED = '-XX:TieredStopAtLevel=1';

/** Whole or not at all: another process may be fetching the same. */
export function moveIntoPlace(made: string, place: string): void {
  if (existsSync(place)) {
    rmSync(made, { recursive: true, force: true });
  } else {
    renameSync(made, place);
  }
}

/** Where fetched engines are kept, for all checkouts on this machine. */
export function cacheFolder(...path: string[]): string {
  const base = process.env['SECONDLOOK_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'secondlook');
  const folder = join(base, ...path);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const JDK_MINIMUM = 21;

/** Home of a JDK that Elasticsearch accepts: ES_JAVA_HOME, JAVA_HOME, the usual folders, then the one of `java` on the path. */
export async function findJdk(): Promise<string> {
  const jvmFolder = '/usr/lib/jvm';
  const usual = existsSync(jvmFolder) ? readdirSync(jvmFolder).map((name) => join(jvmFolder, name)) : [];
  const named = [process.env['ES_JAVA_HOME'], process.env['JAVA_HOME']].filter((home): home is string => home !== undefined && home !== '');
  for (const home of [...named, ...usual.sort().reverse()]) {
    if ((await javaMajor(join(home, 'bin', 'java'))) >= JDK_MINIMUM) {
      return home;
    }
  }
  if ((await javaMajor('java')) >= JDK_MINIMUM) {
    const { stderr } = await run('java', ['-XshowSettings:properties', '-version']);
    const home = /java\.home = (.+)/.exec(stderr)?.[1]?.trim();
    if (home !== undefined) {
      return home;
    }
  }
  throw new MissingToolError(
    `The tool "java" of version ${JDK_MINIMUM} or later is missing: install a JDK (as in "apt-get install openjdk-21-jdk-headless" or Temurin), or point JAVA_HOME to one.`,
  );
}

async function javaMajor(java: string): Promise<number> {
  try {
    const { stderr } = await run(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export const HOW_TO_GET = {
  jdk: 'install a JDK of version 21 or later, not only a runtime (as in "apt-get install openjdk-21-jdk-headless").',
  mvn: 'install Maven (as in "apt-get install maven"), or set the address of a running engine in the environment.',
  go: 'install Go 1.24 or later, or set NATS_URL to a running NATS server with JetStream.',
} as const;
