import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { ROOT } from './support/render-chart';

const image = (...args: readonly string[]) => execFileSync(process.execPath, [join(ROOT, 'scripts', 'dist', 'image.js'), ...args], { encoding: 'utf8' });
const configShape = z.object({ config: z.object({ User: z.string(), WorkingDir: z.string(), Env: z.array(z.string()), Entrypoint: z.array(z.string()), Cmd: z.array(z.string()) }) });
const sbomShape = z.object({ components: z.array(z.object({ name: z.string(), version: z.string() })) });

describe('an image', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'secondlook-image-test-'));
  const files = join(scratch, 'files');
  const app = join(files, 'app');
  beforeAll(() => {
    image('files', 'ingestion', files);
  }, 240_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('holds all that its service needs: it starts, and asks for its settings', () => {
    for (const file of ['main.js', 'migrate.js']) {
      const { status, stderr } = spawnSync(process.execPath, ['--require', join(app, 'preload.js'), join(app, file)], { cwd: scratch, env: {}, encoding: 'utf8' });
      expect([status, stderr]).toEqual([2, expect.stringContaining('ingestion: Settings to correct:')]);
    }
  });

  it('holds nothing that is for development, and names what it holds', () => {
    const { components } = sbomShape.parse(JSON.parse(readFileSync(join(app, 'sbom.json'), 'utf8')));
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['@secondlook/ingestion', '@secondlook/contracts', '@secondlook/kit', 'mongodb', 'pdfjs-dist']));
    expect(names.filter((name) => /^(jest|typescript|eslint|@swc|@types|testcontainers|@secondlook\/(testkit|sandbox|search)$)/.test(name))).toEqual([]);
    const own = readdirSync(join(app, 'node_modules', '@secondlook', 'ingestion'), { recursive: true, encoding: 'utf8' });
    expect(own.filter((file) => /\.test\.js$|\.ts$|\.map$/.test(file))).toEqual([]);
    expect(readdirSync(join(app, 'node_modules', '@secondlook')).sort()).toEqual(['contracts', 'ingestion', 'kit']);
  });

  it('is the same every time it is packed, and as the Dockerfile says', () => {
    const base = join(scratch, 'base');
    mkdirSync(base);
    const pack = (out: string) => {
      image('pack', 'matcher', '--base', base, '--out', join(scratch, out));
      return execFileSync('sha256sum', [join(scratch, out)], { encoding: 'utf8' }).split(' ')[0];
    };
    expect(pack('once.tar')).toBe(pack('again.tar'));
    const { config } = configShape.parse(JSON.parse(execFileSync('tar', ['-xOf', join(scratch, 'once.tar'), 'config.json'], { encoding: 'utf8' })));
    const dockerfile = readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8');
    const said = (instruction: string) => dockerfile.split('\n').filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1)).at(-1);
    expect([said('USER'), said('WORKDIR'), said('ENTRYPOINT'), said('CMD')]).toEqual([config.User, config.WorkingDir, JSON.stringify(config.Entrypoint).replaceAll(',', ', '), JSON.stringify(config.Cmd)]);
    expect(config.Env).toContain(said('ENV'));
    expect(Number.parseInt(config.User, 10)).toBeGreaterThan(0);
  }, 240_000);

  it('runs with the Node that the project is tested with', () => {
    const { devDependencies } = z.object({ devDependencies: z.object({ node: z.string() }) }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    expect(readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8')).toContain(`NODE_IMAGE=node:${devDependencies.node}-`);
  });
});
