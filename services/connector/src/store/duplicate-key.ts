import { MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11_000;

/** Undefined, as what somebody else inserted first; rejects with any other error. */
export function ignoreDuplicateKey(error: unknown): undefined {
  if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) {
    return undefined;
  }
  throw error;
}
