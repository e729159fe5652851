import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cleanText } from './clean-text';

/** Text with what occurs in pasted queries and odd documents. */
const oddText = fc.string({
  unit: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...Array.from('ab -"\'&;.,éＪ')) },
    { weight: 2, arbitrary: fc.constantFrom('&amp;', '&lt;', '“', '–', '\u00a0', '\u200d', '\ufeff', '\u202e', '\n', '\0', '\u0301', '\u0323', '…', '\ud800', '😀', 'か', '\u3099', '\u1112', '\u1161', '\u11ab', '한') },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }) },
  ),
  maxLength: 40,
});

describe('cleaned text', () => {
  it('is NFC, without control and format characters, lone surrogates or other white space than spaces, whatever it was made from', () => {
    fc.assert(
      fc.property(oddText, (raw) => {
        const { text } = cleanText(raw);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|(?! )\p{White_Space}/u);
      }),
      { numRuns: 200 },
    );
  });

  it('points every character back into the raw text, in order', () => {
    fc.assert(
      fc.property(oddText, (raw) => {
        const { text, rawOffset } = cleanText(raw);
        const rawLength = Array.from(raw).length;
        const offsets = Array.from({ length: text.length + 1 }, (_, index) => rawOffset(index));
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        expect(offsets.every((offset) => offset >= 0 && offset <= rawLength)).toBe(true);
        expect(offsets.at(-1)).toBe(rawLength);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['“data scientist” – intern', '"data scientist" - intern'],
    ['R&amp;D &lt;b&gt; &quot;x&quot; &#39;y&#39;', 'R&D <b> "x" \'y\''],
    ['&amp;amp;', '&amp;'],
    ['a\u00a0b\r\nc', 'a b  c'],
    ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth'],
    ['（a）＊…', '(a)*...'],
    ['Jose\u0301', 'José'],
    ['\u1112\u1161\u11ab', '한'],
  ])('of %j is %j', (raw, text) => {
    expect(cleanText(raw).text).toBe(text);
  });

  it('counts code points: a character outside the first plane is one', () => {
    const { text, rawOffset } = cleanText('😀é x');
    expect(rawOffset(text.indexOf('x'))).toBe(3);
  });

  it('is made in reasonable time from a letter with more marks than a call takes arguments', () => {
    expect(cleanText(`a${'\u0301'.repeat(150_000)}`).text).toHaveLength(150_000);
  });
});
