import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { compareNames } from './names';

const name = fc.array(fc.constantFrom('Anna', 'Ana', 'A.', 'Smith', 'Smyth', 'Schmidt', 'J', 'Jones', 'José', 'Müller', 'Mueller', 'Dr.', '小明', 'Иван'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));

describe('two names', () => {
  it('stand to each other the same way whichever comes first', () => {
    fc.assert(fc.property(name, name, (a, b) => expect(compareNames(a, b)).toBe(compareNames(b, a))), { numRuns: 500 });
  });

  it('of one person never conflict for order, case, accents, titles or a middle name', () => {
    const person = fc.uniqueArray(fc.constantFrom('Anna', 'Robert', 'Smith', 'García', 'Łukasz', 'Øster'), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(person, fc.boolean(), fc.boolean(), (words, isReversed, hasTitle) => {
        const other = (isReversed ? words.toReversed() : [words[0], 'Maria', ...words.slice(1)]).join(' ');
        const folded = other.toUpperCase().normalize('NFD');
        expect(compareNames(words.join(' '), hasTitle ? `Dr. ${folded}, PhD` : folded)).toBe('compatible');
      }),
    );
  });

  it.each([
    ['Anna Smith', 'Anna Smith', 'compatible'],
    ['Anna Smith', 'A. Smith', 'compatible'],
    ['Anna Müller', 'Anna Mueller', 'compatible'],
    ['Anna Smith', 'Anna Schmidt', 'compatible'],
    ['Katherine Smith', 'Katherin Smith', 'compatible'],
    ['Anna', 'Anna Smith', 'compatible'],
    ['王小明', '王 小明', 'compatible'],
    ['小明王', '王 小明', 'conflict'],
    ['Anna Smith', 'Robert Smith', 'conflict'],
    ['Anna Smith', 'Robert Jones', 'conflict'],
    ['J. Jones', 'Jones Smith', 'conflict'],
    ['Smith Smith', 'Anna Smith', 'conflict'],
    ['Anna Smith', '', 'incomparable'],
    ['Anna Smith', '王小明', 'incomparable'],
    ['Иван Петров', 'Ivan Petrov', 'incomparable'],
    ['—', 'Anna', 'incomparable'],
  ])('%j and %j are %s', (a, b, expected) => {
    expect(compareNames(a, b)).toBe(expected);
  });

  it('of absurd length are compared in a moment', () => {
    const started = performance.now();
    compareNames('ab '.repeat(100_000), 'cd '.repeat(100_000));
    compareNames('a '.repeat(100_000), 'ab '.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
