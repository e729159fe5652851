import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { type ServiceName } from '@secondlook/contracts';

import { type EngineName } from '../engines/engine';
import { serviceNames, type Identities } from './identities';
import { type Ports } from './ports';
import { supervise, type Supervised } from './supervise';

const ROOT = join(__dirname, '..', '..', '..', '..');

export interface ServiceEnvironment {
  readonly identities: Identities;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly ports: Ports;
  /** By which address a service reaches another, or an engine. */
  readonly addressFor: (from: ServiceName, to: ServiceName | EngineName) => string;
  /** Where the ATS reaches the gateway. */
  readonly webhookBaseUrl: string;
  readonly speed: number;
  readonly logFolder: string;
  /** Overrides and additions, as OTEL_*. */
  readonly extra: NodeJS.ProcessEnv;
  readonly onRestart: () => void;
}

/** A service must do with what its pod will have. */
const MEMORY_LIMITS = ['--max-old-space-size=160', '--max-semi-space-size=4'];

/** Services whose web server has a port of its own. */
const WITH_HTTP: readonly ServiceName[] = ['webhook-gateway', 'console'];

export function addressOf(ports: Ports, name: ServiceName): string {
  return `127.0.0.1:${ports[`${name}-grpc`]}`;
}

/** Starts a service as a process of its own. Its log is one with that of its other replicas. */
export function startService(name: ServiceName, environment: ServiceEnvironment, replica = 0): Supervised {
  const { ports, addressFor, webhookBaseUrl, identities, issuer, jwksUrl, speed, logFolder, extra, onRestart } = environment;
  const addresses = serviceNames.map((service) => [`${service.replaceAll('-', '_').toUpperCase()}_ADDR`, addressFor(name, service)] as const);
  const addressSettings: Record<string, string> = Object.fromEntries(addresses);
  const settings: NodeJS.ProcessEnv = {
    ...addressSettings,
    OPS_PORT: String(ports[`${name}-ops`]),
    GRPC_PORT: String(ports[`${name}-grpc`]),
    ...(WITH_HTTP.includes(name) ? { HTTP_PORT: String(ports[`${name}-http`]) } : {}),
    LISTEN_HOST: '127.0.0.1',
    INSTANCE_ID: `${name}-${replica}`,
    OTEL_SERVICE_NAME: name,
    GRPC_REFLECTION: 'true',
    SERVICE_JWKS_FILE: identities.serviceJwksFile,
    SERVICE_KEY_FILE: identities.keyFileOf(name),
    USER_ISSUER: issuer,
    USER_JWKS_URL: jwksUrl,
    DEVELOPMENT_ISSUER_URL: issuer,
    KEY_ENCRYPTION_KEYS: identities.keyEncryptionKeys,
    MONGO_URL: addressFor(name, 'mongo'),
    NATS_URL: addressFor(name, 'nats'),
    ELASTICSEARCH_URL: addressFor(name, 'elasticsearch'),
    WEBHOOK_BASE_URL: webhookBaseUrl,
    ATS_ALLOWED_HOSTS: '127.0.0.1',
    // The sandbox's seconds pass faster.
    ATS_RATE_WINDOW_MS: String(Math.max(1, Math.round(1_000 / speed))),
    SYNC_INCREMENTAL_EVERY_MS: '15000',
  };
  return supervise(name, {
    command: process.execPath,
    args: [...MEMORY_LIMITS, '--require', join(ROOT, 'packages', 'kit', 'dist', 'telemetry-preload.js'), join(ROOT, 'services', name, 'dist', 'main.js')],
    child: { env: { PATH: process.env['PATH'], MALLOC_ARENA_MAX: '2', ...settings, ...extra } },
    logFile: join(logFolder, `${name}.log`),
    onRestart,
  });
}

/** Services that were built: the console joins when it is there. */
export function builtServices(): ServiceName[] {
  return serviceNames.filter((name) => existsSync(join(ROOT, 'services', name, 'dist', 'main.js')));
}

export async function isReady(ports: Ports, name: ServiceName): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${ports[`${name}-ops`]}/ready`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
