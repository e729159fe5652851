import { type Refusal } from '../../server/http/answers';

/** The server said no, and why. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly refusal: Refusal,
  ) {
    super(refusal.message);
  }
}

const UNAUTHENTICATED = 401;

/** Asks our own server. What it answers has the types of answers.ts: page and server are built together. */
export async function getAnswer<Answer>(path: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  const search = new URLSearchParams(given).toString();
  const response = await fetch(search === '' ? path : `${path}?${search}`, { signal });
  if (!response.ok) {
    throw new RefusedError(response.status, (await response.json()) as Refusal);
  }
  return (await response.json()) as Answer;
}

/** Why there is no answer, whatever went wrong. */
export function toRefusal(error: unknown): Refusal {
  return error instanceof RefusedError ? error.refusal : { message: 'The server cannot be reached, or does not answer as it should. Please try again.' };
}

export function isSessionEnded(error: unknown): boolean {
  return error instanceof RefusedError && error.status === UNAUTHENTICATED;
}
