import { describe, expect, it } from '@jest/globals';

import { findInText, fold, toBirthDate, toEmployer, toName, toPhone, toUrlKey } from './normalise';

describe('fold', () => {
  it('leaves letters and digits of any script, accents and case apart', () => {
    expect(fold(' Łódź–O’Brien ')).toBe('lodz obrien');
    expect(fold('Владимир')).toBe('vladimir');
    expect(fold('!!!')).toBe('');
  });

  it('takes no longer for ten million letters', () => {
    expect(fold('a'.repeat(10_000_000))).toHaveLength(200);
  });
});

describe('toName', () => {
  it.each([
    ['Jane Doe', 'jane', '', 'doe'],
    ['Doe, Jane Mary', 'jane', 'mary', 'doe'],
    ['Dr. Jane M. van der Berg', 'jane', 'm', 'van der berg'],
    ['Cher', 'cher', '', ''],
    ['', '', '', ''],
  ])('takes %j apart', (full, given, middle, family) => {
    expect(toName({ fullName: [full] })).toEqual({ given, middle, family });
  });

  it('believes the parts before the whole', () => {
    expect(toName({ fullName: ['X Y'], givenName: ['Jane'], familyName: ['Doe'] })).toEqual({ given: 'jane', middle: '', family: 'doe' });
  });
});

describe('toBirthDate', () => {
  it.each([
    ['19710624', '19710624'],
    ['1971-06-24', '19710624'],
    ['1971-6-4', '19710604'],
    ['19711324', undefined],
    ['1971-00-10', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('reads %j', (text, date) => {
    expect(toBirthDate(text)).toBe(date);
  });

  it('reads only the format that was named', () => {
    expect(toBirthDate('1971-06-24', 'yyyyMMdd')).toBeUndefined();
  });
});

describe('other kinds', () => {
  it('knows an employer without its legal form', () => {
    expect(toEmployer('The Acme Group, Inc.')).toBe('acme');
    expect(toEmployer('S.A.P. SE')).toBe('sap');
    expect(toEmployer('Group')).toBe('group');
  });

  it('knows a phone number whatever the country’s prefix', () => {
    expect(toPhone('+49 (0)30 1234567')).toBe(toPhone('030/1234567'));
    expect(toPhone('123')).toBe('');
  });

  it('gives one key for one page', () => {
    expect(toUrlKey('https://www.LinkedIn.com/in/Jane-Doe/')).toBe('linkedin:jane-doe');
    expect(toUrlKey('www.jane.example/me/')).toBe(toUrlKey('http://jane.example/me'));
  });

  it('finds pages and mail addresses in a text, but not in a list of many people', () => {
    expect(findInText('See linkedin.com/in/jane-doe or mail jane@doe.example.')).toEqual({ urls: ['linkedin:jane-doe'], emails: ['jane@doe.example'] });
    expect(findInText(Array.from({ length: 20 }, (_none, i) => `linkedin.com/in/person-${i}`).join(' ')).urls).toEqual([]);
  });
});
