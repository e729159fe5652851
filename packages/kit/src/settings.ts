import { z } from 'zod';

import { SettingsError } from './errors';

/**
 * Settings that mean the same in every service. A service's config.ts picks what it needs:
 * `z.object({ ...settings.process, ...settings.grpcServer, … })`. Durations are in milliseconds, sizes in bytes.
 */
const port = z.coerce.number().int().min(0).max(65535);
const address = z.string().regex(/^[^\s:/]+:\d+$/, 'must be host:port');

export const settings = {
  process: {
    /** Port of live, ready and metrics. */
    OPS_PORT: port,
    /** Address all ports listen on. */
    LISTEN_HOST: z.string().default('0.0.0.0'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
    /** Stable name of this replica: a restarted process that keeps it takes its leases back at once. */
    INSTANCE_ID: z.string().min(1).default('local'),
  },
  grpcServer: {
    GRPC_PORT: port,
    /** Answer gRPC reflection, for grpcurl. */
    GRPC_REFLECTION: z.stringbool().default(false),
    /** JSON Web Key Set with the public keys of the services. */
    SERVICE_JWKS_FILE: z.string().min(1),
    /** Issuer of people's tokens, as in their `iss` claim. */
    USER_ISSUER: z.string().min(1).optional(),
    /** Where that issuer publishes its keys. */
    USER_JWKS_URL: z.url().optional(),
  },
  httpServer: {
    HTTP_PORT: port,
  },
  identity: {
    /** This service's private key, a JSON Web Key (ES256) with `kid`. */
    SERVICE_KEY_FILE: z.string().min(1),
  },
  nats: { NATS_URL: z.string().min(1) },
  mongo: { MONGO_URL: z.string().min(1) },
  elasticsearch: { ELASTICSEARCH_URL: z.url() },
  secrets: {
    /**
     * Keys that wrap the tenants' keys: `id:base64` of 32 bytes, several separated by commas, the current one first. Older ones
     * still open what they sealed.
     */
    KEY_ENCRYPTION_KEYS: z.string().min(1),
  },
  address,
  port,
  durationMs: (fallback: number) => z.coerce.number().int().min(1).default(fallback),
  sizeBytes: (fallback: number) => z.coerce.number().int().min(1).default(fallback),
};

/** Parses the environment. Reports all problems at once, by name and without values, because values may be secrets. */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: z.ZodObject<Shape>,
  environment: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = shape.safeParse(given, { reportInput: false });
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`Settings to correct:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}
