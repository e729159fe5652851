import { z } from 'zod';

const accountSchema = z.strictObject({
  /** Names the account in the output, and is its company identifier. */
  tenant: z.string().regex(/^[a-z][a-z0-9-]*$/),
  size: z.number().int().min(0),
  seed: z.number().int(),
  token: z.string().min(1),
  controlToken: z.string().min(1),
  port: z.number().int().min(0).max(65_535).default(0),
});

const configSchema = z.strictObject({
  accounts: z.array(accountSchema).min(1),
  speed: z.number().positive().default(1),
  /** Keeps one journal per account here. */
  stateDir: z.string().min(1).optional(),
});

export type SandboxConfig = z.infer<typeof configSchema>;

const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('SANDBOX_CONFIG is not JSON');
  }
};

/** All problems at once, by name and without values: a token is among them. */
export const readConfig = (environment: NodeJS.ProcessEnv): SandboxConfig => {
  const text = environment['SANDBOX_CONFIG'];
  if (text === undefined) throw new Error('SANDBOX_CONFIG is not set');
  const parsed = configSchema.safeParse(parseText(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`SANDBOX_CONFIG: ${problems.join('; ')}`);
};
