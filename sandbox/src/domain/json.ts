import { z } from 'zod';
import { InvalidInputError } from './errors';

export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The ATS leaves out what it does not know; it never answers null for it. */
export const withoutUndefined = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

export const withoutKeys = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
};

/** Equal values give equal text, whatever the order of their keys. */
export const canonicalJson = (value: Json): string => JSON.stringify(sorted(value));

export const isSameJson = (left: Json | undefined, right: Json | undefined): boolean => {
  if (left === undefined || right === undefined) return left === right;
  return left === right || canonicalJson(left) === canonicalJson(right);
};

const anyJson = z.json();

export const parseJson = (text: string): Json => {
  try {
    return anyJson.parse(JSON.parse(text));
  } catch {
    throw new InvalidInputError('INVALID_JSON', 'The body is not JSON');
  }
};
