import { describe, expect, it } from '@jest/globals';
import { MongoNetworkError, MongoServerError } from 'mongodb';

import { InvalidInputError, toKnownError, UnavailableError } from './errors';

/** As the driver makes it: of a lost connection it keeps the message only. */
function bulkWriteError(fields: { code?: number; writeErrors?: readonly unknown[] }): Error {
  return Object.assign(new Error('a bulk write failed'), { name: 'MongoBulkWriteError', code: undefined, writeErrors: [], ...fields });
}

describe('an error of a driver', () => {
  it('passes when the connection was lost, also in the midst of a bulk write', () => {
    for (const error of [new MongoNetworkError('closed'), bulkWriteError({})]) {
      expect(toKnownError(error)).toBeInstanceOf(UnavailableError);
    }
  });

  it('passes while MongoDB has no primary', () => {
    expect(toKnownError(new MongoServerError({ message: 'not primary', code: 10_107 }))).toBeInstanceOf(UnavailableError);
    expect(toKnownError(bulkWriteError({ code: 189 }))).toBeInstanceOf(UnavailableError);
  });

  it('is a defect when the server judged it: a duplicate key, a refused document', () => {
    expect(toKnownError(new MongoServerError({ message: 'duplicate', code: 11_000 }))).toBeUndefined();
    expect(toKnownError(bulkWriteError({ code: 11_000, writeErrors: [{}] }))).toBeUndefined();
    expect(toKnownError(new TypeError('x is not a function'))).toBeUndefined();
  });

  it('stays what it is when it is ours', () => {
    const error = new InvalidInputError([{ field: 'query', description: 'too long' }]);
    expect(toKnownError(error)).toBe(error);
  });
});
