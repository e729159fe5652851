import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isJsonObject, isSameJson, parseJson } from './json';

const shuffledKeys = (text: string): string =>
  JSON.stringify(parseJson(text), (_key, value: unknown) => {
    const json = typeof value === 'object' && value !== null ? parseJson(JSON.stringify(value)) : null;
    return isJsonObject(json) ? Object.fromEntries(Object.entries(json).reverse()) : value;
  });

describe('canonical JSON', () => {
  it('is the same for the same value in any order of keys', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(canonicalJson(parseJson(shuffledKeys(text)))).toBe(canonicalJson(parseJson(text)));
      }),
    );
  });

  it('tells a missing value from null', () => {
    expect(isSameJson(undefined, null)).toBe(false);
    expect(isSameJson(undefined, undefined)).toBe(true);
  });
});
