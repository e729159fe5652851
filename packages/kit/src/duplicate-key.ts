import { MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11_000;

/** Somebody else inserted it first, one document at least. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Undefined when somebody else inserted it first; rejects with any other error. */
export function ignoreDuplicateKey(error: unknown): undefined {
  if (!isDuplicateKey(error)) {
    throw error;
  }
}
