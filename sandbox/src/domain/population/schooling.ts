import { type Random } from '../random';
import { yearOf } from './month';
import { type PersonCore } from './person-core';
import { schoolsIn } from './schools';

export type DegreeLevel = 'school' | 'bachelor' | 'master' | 'doctor';

export interface Schooling {
  readonly school: string;
  readonly level: DegreeLevel;
  readonly field: string;
  readonly startYear: number;
  readonly endYear: number;
}

/** Latest first, as people list it. */
export const drawSchooling = (core: PersonCore, random: Random): readonly Schooling[] => {
  const endYear = yearOf(core.graduation);
  const schools = schoolsIn(core.home.country.code);
  const field = random.pickSkewed(core.occupation.fields);
  const at = (level: DegreeLevel, until: number, years: number): Schooling => ({
    school: random.pickSkewed(schools),
    level,
    field,
    startYear: until - years,
    endYear: until,
  });
  if (core.occupation.degree === 'none') return random.isChance(0.6) ? [at('school', endYear, 3)] : [];
  if (core.occupation.degree === 'bachelor' && random.isChance(0.6)) return [at('bachelor', endYear, 3)];
  const degrees = [at('master', endYear, 2), at('bachelor', endYear - 2, 3)];
  return random.isChance(0.06) ? [at('doctor', endYear + 4, 4), ...degrees] : degrees;
};
