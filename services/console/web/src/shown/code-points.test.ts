import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { pointAt, sliceCodePoints, splitAtHighlights } from './code-points';

const anyText = fc.string({ unit: 'binary' });
const anyStretch = fc.record({ startOffset: fc.integer({ min: -3, max: 30 }), endOffset: fc.integer({ min: -3, max: 30 }) });

describe('a text with highlights', () => {
  it('is cut where they begin and end, counted in code points', () => {
    expect(splitAtHighlights('😀 data 😀 engineer', [{ startOffset: 9, endOffset: 17 }, { startOffset: 2, endOffset: 6 }])).toEqual([
      { text: '😀 ', isHighlighted: false },
      { text: 'data', isHighlighted: true },
      { text: ' 😀 ', isHighlighted: false },
      { text: 'engineer', isHighlighted: true },
    ]);
  });

  it('is the same text whatever the offsets', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyStretch), (text, highlights) => {
        expect(splitAtHighlights(text, highlights).map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });

  it('lights up all that a highlight covers, also where two overlap', () => {
    const lit = splitAtHighlights('abcdef', [{ startOffset: 1, endOffset: 4 }, { startOffset: 2, endOffset: 5 }]).filter(({ isHighlighted }) => isHighlighted);
    expect(lit.map(({ text }) => text).join('')).toBe('bcde');
  });
});

describe('an offset', () => {
  it('points at one character, with its neighbourhood', () => {
    expect(pointAt('java 😀 "data', 7, 3)).toEqual({ before: '… 😀 ', at: '"', after: 'dat…' });
  });

  it('at the end of the text points at nothing', () => {
    expect(pointAt('java', 4, 10)).toEqual({ before: 'java', at: '', after: '' });
  });

  it('counts characters beyond the basic plane as one', () => {
    expect(sliceCodePoints('😀😀java', { startOffset: 2, endOffset: 6 })).toBe('java');
  });
});
