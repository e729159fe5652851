import { InvalidInputError, LimitError } from './errors';

/** Page sizes are clamped, never refused; 0 means the default. */
export function clampPageSize(requested: number, fallback: number, max: number): number {
  return requested <= 0 ? fallback : Math.min(requested, max);
}

/** An opaque token that says where the next page begins. */
export function toPageToken(position: string): string {
  return Buffer.from(position).toString('base64url');
}

/** The position in a token; undefined for the first page. Throws InvalidInputError for a token we did not make. */
export function fromPageToken(token: string): string | undefined {
  if (token === '') {
    return undefined;
  }
  const position = Buffer.from(token, 'base64url').toString();
  if (toPageToken(position) !== token) {
    throw new InvalidInputError([{ field: 'page_token', description: 'not a token of a previous page' }]);
  }
  return position;
}

/** Throws LimitError when a request names more than it may. */
export function requireAtMost(field: string, count: number, limit: number): void {
  if (count > limit) {
    throw new LimitError(field, limit, count);
  }
}
