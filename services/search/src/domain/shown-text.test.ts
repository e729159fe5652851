import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { shownText } from './shown-text';

describe('what a hit shows of a text', () => {
  it('is the text itself up to 1,000 code points, and 1,000 of them with an ellipsis beyond', () => {
    fc.assert(
      fc.property(fc.constantFrom('a', 'é', '語', '😀'), fc.integer({ min: 0, max: 3_000 }), (sign, count) => {
        const text = sign.repeat(count);
        expect(shownText(text)).toBe(count <= 1_000 ? text : `${sign.repeat(1_000)}…`);
      }),
    );
  });
});
