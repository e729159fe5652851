import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatPageCursor, parsePageCursor } from './page-cursor';

describe('a page id', () => {
  it('leads back to the place it was made for', () => {
    fc.assert(
      fc.property(fc.string().map((text) => `list:${text.trimEnd()}`), (place) => {
        expect(parsePageCursor(formatPageCursor(place))).toBe(place);
      }),
    );
  });

  it('ends in padding, so that a client that does not encode it is found out', () => {
    for (const place of ['candidates:1', 'candidates:12', 'candidates:123']) expect(formatPageCursor(place)).toMatch(/=$/);
  });

  it('made by anybody else is refused', () => {
    fc.assert(fc.property(fc.base64String(), (text) => expect(parsePageCursor(text)).toBeUndefined()));
    expect(parsePageCursor('')).toBeUndefined();
    expect(parsePageCursor('candidates:7')).toBeUndefined();
  });
});
