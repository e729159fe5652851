import { UnexpectedAnswerError } from './errors';
import { type AtsAnswer } from './source';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The answer's JSON. Throws UnexpectedAnswerError, naming the path, when it is none. */
export function parseJson(answer: AtsAnswer, path: string): unknown {
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    return value;
  } catch (error) {
    throw new UnexpectedAnswerError(`The answer to ${path} is not JSON.`, { cause: error });
  }
}

export function parseObject(answer: AtsAnswer, path: string): JsonObject {
  const value = parseJson(answer, path);
  if (!isObject(value)) {
    throw new UnexpectedAnswerError(`The answer to ${path} is not a JSON object.`);
  }
  return value;
}

export function textAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A point in time, in any spelling that Date reads; undefined when it is none. */
export function timeIn(text: string | undefined): Date | undefined {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The code by which the ATS says why it refuses; empty when it gave none (API reference §11). */
export function codeIn({ body }: AtsAnswer): string {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const problems: unknown = isObject(parsed) ? parsed['errors'] : undefined;
    const first: unknown = Array.isArray(problems) ? problems[0] : undefined;
    return isObject(first) && typeof first['code'] === 'string' ? first['code'] : '';
  } catch {
    return '';
  }
}
