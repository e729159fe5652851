import { type Random } from '../random';
import { type City, type Country } from './cities';
import { companies, companiesIn, type Company } from './companies';
import { type Month } from './month';
import { type PersonCore } from './person-core';

export interface CareerStep {
  readonly company: Company;
  /** Step on the occupation's ladder, 0 being the lowest. */
  readonly level: number;
  readonly start: Month;
  /** Open for the present job. */
  readonly end: Month | undefined;
  readonly country: Country;
  readonly city: City;
  readonly duties: readonly string[];
}

const MAXIMUM_STEPS = 9;

/** Years at work before a step of the ladder is usual. */
const yearsForLevel = [0, 2, 5, 10, 16];

const drawLevel = (yearsAtWork: number, level: number, random: Random): number => {
  const usual = yearsForLevel.findLastIndex((years) => years <= yearsAtWork);
  if (usual <= level) return level;
  return random.isChance(0.75) ? level + 1 : level;
};

const drawCompany = (core: PersonCore, previous: Company | undefined, random: Random): Company => {
  if (previous !== undefined && random.isChance(0.22)) return previous;
  return random.pickSkewed(random.isChance(0.6) ? companiesIn(core.home.country.code) : companies);
};

/** From graduation to today, oldest first, without overlaps; the last step is mostly still open. */
export const drawCareer = (core: PersonCore, today: Month, random: Random): readonly CareerStep[] => {
  const steps: CareerStep[] = [];
  let start = core.graduation + random.below(5);
  let level = 0;
  while (start < today && steps.length < MAXIMUM_STEPS) {
    const company = drawCompany(core, steps.at(-1)?.company, random);
    level = drawLevel((start - core.graduation) / 12, level, random);
    const length = 6 + Math.floor(66 * random.fraction() ** 1.4);
    const isLast = start + length >= today || steps.length === MAXIMUM_STEPS - 1;
    const end = isLast && random.isChance(0.85) ? undefined : Math.min(start + length, today - 1);
    const city = random.isChance(0.8) ? core.home.city : random.pick(core.home.country.cities);
    const duties = random.sample(core.occupation.duties, random.between(1, 4));
    steps.push({ company, level, start, end, country: core.home.country, city, duties });
    start += length + (random.isChance(0.15) ? random.between(1, 9) : 0);
  }
  return steps;
};
