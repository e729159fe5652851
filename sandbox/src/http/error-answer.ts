import { ApiError } from '../domain/errors';
import { type Answer } from './exchange';

/** Error body of the customer APIs (API reference §11). */
export const errorAnswer = (status: number, code: string, message: string): Answer => ({
  status,
  json: { message, errors: [{ code, message }] },
});

export const toErrorAnswer = (error: unknown): Answer =>
  error instanceof ApiError
    ? errorAnswer(error.status, error.code, error.message)
    : errorAnswer(500, 'INTERNAL_ERROR', error instanceof Error ? `The sandbox has a defect: ${error.message}` : 'The sandbox has a defect');
