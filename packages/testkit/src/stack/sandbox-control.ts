import { type SandboxEndpoint } from './start-sandbox-process';

export type SandboxControl = ReturnType<typeof createSandboxControl>;

const DEADLINE_MS = 30_000;

/** The sandbox's own door: changes what the ATS holds. Paths are those of its README, without `/control`. */
export function createSandboxControl({ controlUrl, controlToken }: SandboxEndpoint) {
  async function send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${controlUrl}/control${path}`, {
      method,
      headers: { 'x-control-token': controlToken, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!response.ok) {
      throw new Error(`The sandbox answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`);
    }
    const answer: unknown = response.status === 204 ? {} : await response.json();
    return typeof answer === 'object' && answer !== null ? { ...answer } : {};
  }

  return {
    /** Answers the new entity's id. */
    create: async (path: string, body?: unknown): Promise<string> => String((await send('POST', path, body))['id']),
    post: (path: string, body?: unknown) => send('POST', path, body),
    patch: (path: string, body: unknown) => send('PATCH', path, body),
    put: (path: string, body: unknown) => send('PUT', path, body),
    remove: (path: string) => send('DELETE', path),
  };
}
