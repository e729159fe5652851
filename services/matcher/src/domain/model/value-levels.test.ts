import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createTextLevels, TEXT_LEVELS, textLevel } from './text-levels';
import { CODE_LEVELS, codeLevel, DATE_LEVELS, dateLevel, EMAIL_LEVELS, emailLevel, MISSING, NAME_LEVELS, nameLevel, urlLevel } from './value-levels';

describe('names', () => {
  it.each([
    ['robert', 'bob', 'another form'],
    ['jo ann', 'ann', 'different'],
    ['mary ann', 'mary', 'another form'],
    ['r', 'robert', 'initial'],
    ['r', 'bob', 'different'],
    ['mueller', 'muller', 'spelled alike'],
    ['lindemann', 'lindeman', 'spelled alike'],
    ['stephen', 'stefen', 'spelled alike'],
    ['philipp', 'filip', 'spelled alike'],
    ['margoshvili', 'maroghashvili', 'similar'],
    ['anna', 'peter', 'different'],
    ['li', 'lo', 'different'],
  ])('%s and %s are %s', (a, b, level) => {
    expect(NAME_LEVELS[nameLevel(a, b)]).toBe(level);
  });
});

describe('dates', () => {
  it.each([
    ['19710624', '19710524', 'one slip'],
    ['19710624', '19710642', 'one slip'],
    ['19710305', '19710503', 'one slip'],
    ['19710624', '19980624', 'two parts equal'],
    ['19710624', '19720625', 'near'],
    ['19710624', '20050101', 'different'],
  ])('%s and %s are %s', (a, b, level) => {
    expect(DATE_LEVELS[dateLevel(a, b)]).toBe(level);
  });
});

describe('codes, texts, addresses', () => {
  it('tells one slip in a number from another number', () => {
    expect(CODE_LEVELS[codeLevel('4814', '4841')]).toBe('one slip');
    expect(CODE_LEVELS[codeLevel('4814', '2601')]).toBe('different');
    expect(CODE_LEVELS[codeLevel('5', '8')]).toBe('different');
  });

  it.each([
    ['manly vale', 'manly val', 'spelled alike'],
    ['acme software', 'acme software europe', 'spelled alike'],
    ['medical c entre', 'medical centre', 'spelled alike'],
    ['university of bath', 'bath', 'similar'],
    ['acme', 'globex', 'different'],
  ])('%s and %s are %s', (a, b, level) => {
    expect(TEXT_LEVELS[textLevel(a, b)]).toBe(level);
  });

  it('knows a mailbox that moved, and one that was mistyped', () => {
    expect(EMAIL_LEVELS[emailLevel('jane.doe@a.com', 'jane.doe@b.org')]).toBe('same name before @');
    expect(EMAIL_LEVELS[emailLevel('jane.doe@a.com', 'jane.deo@a.com')]).toBe('spelled alike');
  });

  it('finds pages of two sites to say nothing of each other', () => {
    expect(urlLevel('linkedin:jane', 'github:jane')).toBe(MISSING);
    expect(urlLevel('linkedin:jane', 'linkedin:john')).toBe(1);
  });
});

const value = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', 'e', 'n', 's', 'h', ' ', '1') }).map((text) => text.trim()).filter((text) => text !== '');

describe('every kind of value', () => {
  it('compares to the same level either way', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        for (const levelOf of [nameLevel, codeLevel, textLevel, emailLevel, dateLevel]) {
          expect(levelOf(a, b)).toBe(levelOf(b, a));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is told apart by its bits only where comparing tells it apart too', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(createTextLevels([a, b])(0, 1)).toBe(textLevel(a, b));
      }),
      { numRuns: 1000 },
    );
  });
});
