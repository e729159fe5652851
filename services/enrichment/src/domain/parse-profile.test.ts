import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseProfileLine } from './parse-profile';
import { foldProfile } from './profile-document';

const least = { id: 'p-1', name: { full: 'Jane Doe' }, source: 'test', observedAt: '2026-01-31' };
const parse = (changes: object) => parseProfileLine(JSON.stringify({ ...least, ...changes }));

describe('a line of the profile library', () => {
  it('needs id, name, source and date, and nothing else', () => {
    expect(parse({})).toEqual({
      profileId: 'p-1', name: { full: 'Jane Doe', given: '', family: '' }, headline: '', location: undefined, emails: [], phones: [], urls: [], positions: [], education: [], skills: [], languages: [], certifications: [], source: 'test', observedDate: '2026-01-31',
    });
  });

  it('is understood field by field', () => {
    const parsed = parse({
      name: { full: ' Jane Doe ', given: 'Jane', family: 'Doe' },
      headline: 'Engineer',
      location: 'Portland, Oregon, United States',
      urls: ['https://linkedin.com/in/jane'],
      positions: [{ title: 'Engineer', company: 'Acme', start: '2020-02', end: null }, { title: 'Clerk', end: '2019' }, { company: 'Undated' }],
      education: [{ school: 'MIT', degree: 'BSc', field: 'Physics', start: '2010', end: null }],
    });
    expect(parsed).toMatchObject({
      name: { full: 'Jane Doe', given: 'Jane', family: 'Doe' },
      location: { text: 'Portland, Oregon, United States', city: 'Portland', region: 'Oregon', country: 'United States' },
      positions: [{ start: '2020-02', end: '', current: true }, { start: '', end: '2019', current: false }, { company: 'Undated', current: false }],
      education: [{ school: 'MIT', degree: 'BSc', major: 'Physics', start: '2010', end: '' }],
    });
  });

  it.each([
    ['not JSON', '{"id":'],
    ['not an object', '[]'],
    ['no id', JSON.stringify({ ...least, id: undefined })],
    ['an id with spaces', JSON.stringify({ ...least, id: 'a b' })],
    ['an empty name', JSON.stringify({ ...least, name: { full: ' ' } })],
    ['an unknown field', JSON.stringify({ ...least, linkdin: 'x' })],
    ['an unknown field further in', JSON.stringify({ ...least, positions: [{ titel: 'x' }] })],
    ['a date there is not', JSON.stringify({ ...least, observedAt: '2026-02-30' })],
    ['a month there is not', JSON.stringify({ ...least, positions: [{ start: '2026-13' }] })],
    ['a number for a text', JSON.stringify({ ...least, headline: 7 })],
    ['too many values', JSON.stringify({ ...least, skills: new Array<string>(1_001).fill('x') })],
    ['a text that is too long', JSON.stringify({ ...least, headline: 'x'.repeat(20_001) })],
  ])('with %s is refused', (_what, line) => {
    expect(typeof parseProfileLine(line)).toBe('string');
  });

  it('that is refused says where and what, and quotes no value', () => {
    const reason = parse({ positions: [{ start: 'secret-value' }], skills: ['ok', 7] });
    expect(reason).toContain('positions.0.start: must be YYYY, YYYY-MM or YYYY-MM-DD');
    expect(reason).toContain('skills.1: ');
    expect(reason).not.toContain('secret-value');
  });

  it('is a profile or a reason, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.dictionary(fc.constantFrom(...Object.keys(least), 'positions', 'location', '__proto__'), fc.jsonValue()).map((value) => JSON.stringify(value))), (line) => {
        expect(() => parseProfileLine(line)).not.toThrow();
      }),
    );
  });
});

describe('importing a profile', () => {
  it('again changes nothing; with another content it raises the version', () => {
    const [first, other] = [parse({}), parse({ headline: 'New' })];
    if (typeof first === 'string' || typeof other === 'string') {
      throw new Error('the lines are good');
    }
    const stored = foldProfile(undefined, first).next;
    expect(stored).toMatchObject({ _id: 'p-1', version: 1 });
    expect(foldProfile(stored, first)).toEqual({ next: undefined, changed: false });
    expect(foldProfile(stored, other)).toMatchObject({ changed: true, next: { version: 2, revision: 2 } });
  });
});
