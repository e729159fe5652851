import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ClientError, Status } from 'nice-grpc';
import { RichClientError, RichServerError } from 'nice-grpc-error-details';

import { AlreadyExistsError, ConflictError, ForbiddenError, InvalidInputError, LimitError, NotFoundError, SettingsError, UnauthenticatedError, UnavailableError } from '../errors';
import { fromClientError, toServerError } from './grpc-errors';

/** What a caller in another service gets of an error thrown here. */
function throughGrpc(error: unknown) {
  const sent = toServerError(error);
  if (sent === undefined) {
    return undefined;
  }
  const received = sent instanceof RichServerError ? new RichClientError('/x.Y/Z', sent.code, sent.details, sent.extra) : new ClientError('/x.Y/Z', sent.code, sent.details);
  return { code: sent.code, error: fromClientError(received) };
}

describe('an error of ours', () => {
  it.each([
    [new InvalidInputError([{ field: 'query', description: 'bad' }]), Status.INVALID_ARGUMENT],
    [new NotFoundError('gone'), Status.NOT_FOUND],
    [new AlreadyExistsError('one'), Status.ALREADY_EXISTS],
    [new ConflictError('faster'), Status.ABORTED],
    [new UnauthenticatedError('who'), Status.UNAUTHENTICATED],
    [new ForbiddenError('no'), Status.PERMISSION_DENIED],
    [new SettingsError('set it'), Status.FAILED_PRECONDITION],
    [new UnavailableError('away'), Status.UNAVAILABLE],
    [new LimitError('terms', 1_000, 1_500), Status.RESOURCE_EXHAUSTED],
  ])('is the same kind of error on the other side: %s', (error, code) => {
    const received = throughGrpc(error);
    expect(received?.code).toBe(code);
    expect(received?.error?.constructor).toBe(error.constructor);
  });

  it('keeps which fields were wrong, and where in the one that was parsed', () => {
    const field = fc.record({ field: fc.constantFrom('query', 'filters.status.any_of', 'order_by'), description: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(fc.uniqueArray(field, { minLength: 1, selector: ({ field: name }) => name }), fc.option(fc.nat(), { nil: undefined }), ([first, ...others], offset) => {
        const fields = [...others, { ...first, field: first?.field ?? '', description: first?.description ?? '', ...(offset === undefined ? {} : { offset }) }];
        expect(throughGrpc(new InvalidInputError(fields))?.error).toMatchObject({ fields });
      }),
    );
  });

  it('keeps the limit and the value that was over it', () => {
    expect(throughGrpc(new LimitError('query terms', 1_000, 1_500, { offset: 7 }))?.error).toMatchObject({ limitName: 'query terms', limit: 1_000, value: 1_500, offset: 7 });
  });

  it('keeps how long to leave a dependency alone', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: 100_000_000 }), { nil: undefined }), (retryAfterMs) => {
        expect(throughGrpc(new UnavailableError('away', retryAfterMs === undefined ? {} : { retryAfterMs }))?.error).toMatchObject({ retryAfterMs });
      }),
    );
  });
});

describe('another error', () => {
  it('of a driver that passes by itself is UNAVAILABLE', () => {
    expect(throughGrpc(Object.assign(new Error('lost'), { name: 'MongoNetworkError' }))?.code).toBe(Status.UNAVAILABLE);
    expect(throughGrpc(Object.assign(new Error('busy'), { name: 'ResponseError', statusCode: 503 }))?.code).toBe(Status.UNAVAILABLE);
    expect(throughGrpc(Object.assign(new Error('bad'), { name: 'ResponseError', statusCode: 400 }))).toBeUndefined();
  });

  it('is a defect, whose text does not leave the process', () => {
    for (const defect of [new Error('secret'), new TypeError('x'), 'text', undefined]) {
      expect(throughGrpc(defect)).toBeUndefined();
    }
  });

  it('from over there is a defect of theirs, unless it says that time ran out', () => {
    const of = (code: Status) => fromClientError(new ClientError('/x.Y/Z', code, 'details'));
    expect([of(Status.INTERNAL), of(Status.UNKNOWN), of(Status.UNIMPLEMENTED)]).toEqual([undefined, undefined, undefined]);
    expect(of(Status.DEADLINE_EXCEEDED)).toBeInstanceOf(UnavailableError);
  });
});
