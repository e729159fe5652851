import { describe, expect, it } from '@jest/globals';

import { applicationLine, countOf, educationLine, leftOutLine, listWords, positionLine, sizeOf, sourceLine, spanOf, toWords } from './words';

describe('words', () => {
  it('turn names of enums and roles into a sentence\'s beginning', () => {
    expect(['IN_REVIEW', 'integrations_admin', 'NEW'].map(toWords)).toEqual(['In review', 'Integrations admin', 'New']);
  });

  it('say how many people are left out', () => {
    expect([1, 2_044].map(leftOutLine)).toEqual(['1 person is left out because their consent ended.', '2,044 people are left out because their consent ended.']);
  });

  it('leave labels alone that people wrote', () => {
    expect(['LinkedIn', 'Phone screen', 'R&D', ''].map(toWords)).toEqual(['LinkedIn', 'Phone screen', 'R&D', '']);
  });

  it('list with a last word between the last two', () => {
    expect(listWords([], 'and')).toBe('');
    expect(listWords(['A'], 'and')).toBe('A');
    expect(listWords(['A', 'B'], 'or')).toBe('A or B');
    expect(listWords(['A', 'B', 'C'], 'and')).toBe('A, B and C');
  });

  it('count in the singular only for one', () => {
    expect([0, 1, 2_044].map((count) => countOf(count, 'candidate'))).toEqual(['0 candidates', '1 candidate', '2,044 candidates']);
  });
});

describe('an application', () => {
  const application = { jobTitle: 'Data Engineer', jobReference: 'REF12', status: 'IN_REVIEW', subStatus: 'Phone screen' };

  it('reads as Job/Requisition – Status, Sub-status', () => {
    expect(applicationLine(application)).toBe('Data Engineer/REF12 – In review, Phone screen');
  });

  it('leaves out what is unknown, with its separator', () => {
    expect(applicationLine({ ...application, subStatus: '' })).toBe('Data Engineer/REF12 – In review');
    expect(applicationLine({ ...application, jobReference: '', status: '' })).toBe('Data Engineer – Phone screen');
    expect(applicationLine({ jobTitle: '', jobReference: '', status: '', subStatus: '' })).toBe('Unknown job');
  });
});

describe('a position', () => {
  it('says from when until when it was held', () => {
    expect(spanOf({ start: '2019-03', end: '', current: true })).toBe('2019-03 – today');
    expect(spanOf({ start: '2015', end: '2019', current: false })).toBe('2015 – 2019');
    expect(spanOf({ start: '', end: '2012', current: false })).toBe('until 2012');
    expect(spanOf({ start: '2012', end: '', current: false })).toBe('from 2012');
    expect(spanOf({ start: '', end: '', current: false })).toBe('');
  });

  it('names title and employer, as far as they are known', () => {
    expect(positionLine({ title: 'Data Engineer', company: 'Acme' })).toBe('Data Engineer, Acme');
    expect(positionLine({ title: '', company: 'Acme' })).toBe('Acme');
    expect(positionLine({ title: '', company: '' })).toBe('Unknown position');
  });
});

it('a stay at a school names degree, major and school, as far as they are known', () => {
  expect(educationLine({ degree: 'MSc', major: 'Physics', school: 'TU Berlin' })).toBe('MSc, Physics – TU Berlin');
  expect(educationLine({ degree: '', major: '', school: 'TU Berlin' })).toBe('TU Berlin');
  expect(educationLine({ degree: '', major: '', school: '' })).toBe('Unknown school');
});

it('a fact says where it is from and when it was seen, or that this is unknown', () => {
  expect(sourceLine('web-directory', '2026-05-09')).toBe('web-directory, seen 2026-05-09');
  expect(sourceLine('', '')).toBe('unknown source, date unknown');
});

it('a size is said in the unit that keeps it short', () => {
  expect([0, 999, 1_000, 2_345, 12_345_678, 5e12].map(sizeOf)).toEqual(['0 bytes', '999 bytes', '1 KB', '2.3 KB', '12.3 MB', '5,000 GB']);
});
