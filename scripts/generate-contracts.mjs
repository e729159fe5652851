// Generates packages/contracts/src/gen from proto/: TypeScript by ts-proto, the access rule of every RPC, and the descriptor set
// that gRPC reflection serves. Does nothing when proto/ has not changed. An RPC without an access rule fails the build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROLES = ['recruiter', 'lead', 'integrations_admin', 'diversity_officer', 'auditor', 'service'];
const ACCESS = '[secondlook.access.v1.access]';

export function generateContracts(root) {
  const gen = join(root, 'packages/contracts/src/gen');
  const stamp = join(gen, '.inputs');
  const inputs = hashInputs(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
    return;
  }
  const bin = join(root, 'node_modules/.bin');
  // buf looks for the ts-proto plugin on the path.
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const buf = (...args) => execFileSync(join(bin, 'buf'), args, { cwd: root, env, maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'inherit'] });
  rmSync(gen, { recursive: true, force: true });
  // Of google.rpc only the description is wanted: its code comes with nice-grpc-error-details.
  buf('generate', '--exclude-path', 'proto/google');
  const image = JSON.parse(buf('build', '-o', '-#format=json').toString());
  writeFileSync(join(gen, 'access-rules.ts'), renderAccessRules(image));
  writeFileSync(join(gen, 'descriptor-set.ts'), renderDescriptorSet(buf('build', '--as-file-descriptor-set', '-o', '-')));
  writeFileSync(stamp, inputs);
}

function hashInputs(root) {
  const files = readdirSync(join(root, 'proto'), { recursive: true }).filter((file) => file.endsWith('.proto')).sort();
  const hash = createHash('sha256');
  for (const file of ['buf.gen.yaml', 'package-lock.json', 'scripts/generate-contracts.mjs', ...files.map((file) => join('proto', file))]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function renderAccessRules(image) {
  const services = image.file.flatMap((file) => (file.service ?? []).map((service) => ({ name: `${file.package}.${service.name}`, service })));
  const rows = services.flatMap(({ name, service }) => service.method.map((method) => [`/${name}/${method.name}`, method.options?.[ACCESS]]));
  const wrong = rows.filter(([, rule]) => !isRule(rule)).map(([path]) => path);
  if (wrong.length > 0) {
    throw new Error(`RPCs without a valid access rule (roles and scope): ${wrong.join(', ')}`);
  }
  const lines = rows.map(([path, rule]) => {
    const roles = rule.roles.map((role) => `'${role}'`).join(', ');
    return `  '${path}': { roles: [${roles}], scope: '${rule.scope === 'SCOPE_TENANT' ? 'tenant' : 'platform'}' },`;
  });
  return [
    '// Generated from the access option of every RPC in proto/. Do not edit.',
    `export type Role = ${ROLES.map((role) => `'${role}'`).join(' | ')};`,
    'export interface AccessRule { readonly roles: readonly Role[]; readonly scope: \'tenant\' | \'platform\' }',
    'export const accessRules: Readonly<Partial<Record<string, AccessRule>>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

function isRule(rule) {
  return rule !== undefined && ['SCOPE_TENANT', 'SCOPE_PLATFORM'].includes(rule.scope) && rule.roles?.length > 0 && rule.roles.every((role) => ROLES.includes(role));
}

function renderDescriptorSet(bytes) {
  return `// Generated from proto/: a serialized google.protobuf.FileDescriptorSet. Do not edit.\nexport const descriptorSet: Uint8Array = Buffer.from('${bytes.toString('base64')}', 'base64');\n`;
}

if (process.argv[1] === import.meta.filename) {
  generateContracts(join(import.meta.dirname, '..'));
}
