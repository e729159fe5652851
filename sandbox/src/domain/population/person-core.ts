import { createRandom, type Random } from '../random';
import { getCountry, type Place } from './cities';
import { monthOf, toMonth, yearOf, type Month } from './month';
import { nameCultures } from './names/name-cultures';
import { type NameCulture, type Spelling } from './names/spelling';
import { type Occupation } from './occupations/occupation';
import { occupations } from './occupations/occupations';

/** What funnels need to know of a person; cheap, so that a hundred thousand can be drawn at start. */
export interface PersonCore {
  /** Seed and place in the population: two people with one key are one person. */
  readonly key: string;
  readonly culture: NameCulture;
  readonly given: Spelling;
  readonly family: Spelling;
  readonly secondFamily: Spelling | undefined;
  readonly middleInitial: string | undefined;
  readonly occupation: Occupation;
  readonly home: Place;
  readonly graduation: Month;
}

const drawHome = (culture: NameCulture, random: Random): Place => {
  const abroad = ['US', 'GB', 'DE', 'NL', 'CA', 'FR', 'CH', 'AE', 'SG'];
  const country = getCountry(random.isChance(0.15) ? random.pick(abroad) : random.pick(culture.countries));
  return { country, city: random.pickSkewed(country.cities) };
};

export const drawPersonCore = (key: string, referenceDate: number): PersonCore => {
  const random = createRandom(key, 'core');
  const culture = random.pickWeighted(nameCultures);
  const isWoman = random.isChance(0.48);
  const given = random.pickSkewed(isWoman ? culture.women : culture.men);
  const born = random.pickSkewed(culture.families);
  const inGender = (family: Spelling): Spelling => (isWoman && culture.toFeminine ? culture.toFeminine(family) : family);
  const age = 21 + Math.floor(34 * random.fraction() ** 1.6);
  const occupation = random.pickWeighted(occupations);
  const yearsOfSchool = { none: 19, bachelor: 22, master: 24 }[occupation.degree];
  const graduationYear = yearOf(toMonth(referenceDate)) - Math.max(0, age - yearsOfSchool);
  return {
    key,
    culture,
    given,
    family: inGender(born),
    secondFamily: culture.hasTwoFamilies ? random.pickSkewed(culture.families) : undefined,
    middleInitial: random.isChance(0.3) ? random.pick(Array.from('ABCDEFGHJKLMPRST')) : undefined,
    occupation,
    home: drawHome(culture, random),
    graduation: Math.min(monthOf(graduationYear, random.between(1, 10)), toMonth(referenceDate) - 2),
  };
};
