import { AlreadyExistsError, ConflictError, ForbiddenError, InvalidInputError, LimitError, NotFoundError, SettingsError, UnauthenticatedError, UnavailableError } from '@secondlook/kit';
import { describe, expect, it } from '@jest/globals';

import { toRefusal } from './to-refusal';

describe('what a browser is told', () => {
  it('of a query that cannot be understood is what and where, the place not said twice', () => {
    const error = new InvalidInputError([{ field: 'query', description: 'at 5: this quote is never closed', offset: 5 }]);
    expect(toRefusal(error)).toEqual({ status: 400, refusal: { message: 'This quote is never closed', field: 'query', offset: 5 }, isDefect: false });
  });

  it('of a query that is too large is the number and the limit', () => {
    expect(toRefusal(new LimitError('query terms', 1_000, 1_500))).toEqual({
      status: 429,
      refusal: { message: '1,500 query terms, limit 1,000.', field: 'query' },
      isDefect: false,
    });
  });

  it.each([
    [new UnauthenticatedError('secret'), 401],
    [new ForbiddenError('secret', { cause: new Error('of another service') }), 403],
    [new NotFoundError('secret'), 404],
    [new AlreadyExistsError('secret'), 409],
    [new ConflictError('secret'), 409],
    [new SettingsError('secret'), 409],
    [new UnavailableError('secret'), 503],
    [new Error('secret'), 500],
    ['secret', 500],
  ])('of %s is a sentence of ours and the status %i', (error, status) => {
    const answer = toRefusal(error);
    expect(answer.status).toBe(status);
    expect(answer.refusal.message).toMatch(/\.$/);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('is a defect only when nobody meant it to happen', () => {
    expect(toRefusal(new Error('a defect')).isDefect).toBe(true);
    expect(toRefusal(new UnavailableError('away')).isDefect).toBe(false);
    expect(toRefusal(Object.assign(new Error('body too large'), { status: 413 }))).toMatchObject({ status: 413, isDefect: false });
  });
});
