import { describe, expect, it } from '@jest/globals';

import { categories } from './categories';

/** As promised (S16): these names in this order. */
const PROMISED = 'Location, Current Company, Current Title, Past Company, Past Title, Skills, Years of Experience, Years in Role, School, Degree, Major, Diversity, Industry, Company Size, Other, Certifications, Languages, Groups, Interests, Honors/Awards'.split(', ');

describe('the categories', () => {
  it('are among those promised, by their names and in their order', () => {
    const names = categories.map(({ displayName }) => displayName);
    expect(names).toEqual(PROMISED.filter((name) => names.includes(name)));
  });

  it('are counted by a facet of their own each', () => {
    expect(new Set(categories.map(({ facet }) => facet)).size).toBe(categories.length);
  });
});
