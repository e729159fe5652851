import { uuidOf } from '../identifiers';
import { createRandom, type Random } from '../random';
import { countries, getCountry, type Place } from './cities';
import { type Occupation } from './occupations/occupation';
import { occupations } from './occupations/occupations';

export type JobStatus = 'CREATED' | 'SOURCING' | 'FILLED' | 'INTERVIEW' | 'OFFER' | 'CANCELLED' | 'ON_HOLD';

/** What funnels need to know of a job. */
export interface JobDraft {
  readonly index: number;
  readonly id: string;
  readonly title: string;
  readonly occupation: Occupation;
  readonly level: number;
  readonly place: Place;
  readonly createdAt: number;
  readonly status: JobStatus;
  /** Not a real requisition: nobody applies (API reference §5). */
  readonly isTemplate: boolean;
}

const DAY = 86_400_000;
const OLDEST_DAYS = 900;

const openStatuses = [
  { share: 50, status: 'SOURCING' as const },
  { share: 22, status: 'INTERVIEW' as const },
  { share: 8, status: 'OFFER' as const },
  { share: 8, status: 'ON_HOLD' as const },
  { share: 6, status: 'FILLED' as const },
  { share: 6, status: 'CANCELLED' as const },
];

const drawStatus = (ageInDays: number, random: Random): JobStatus => {
  if (ageInDays < 5) return 'CREATED';
  if (ageInDays < 200) return random.pickWeighted(openStatuses).status;
  if (random.isChance(0.12)) return random.pick(['SOURCING', 'ON_HOLD']);
  return random.isChance(0.75) ? 'FILLED' : 'CANCELLED';
};

const drawPlace = (random: Random): Place => {
  const country = random.isChance(0.7) ? getCountry(random.pickSkewed(['US', 'DE', 'GB', 'FR', 'PL', 'IN', 'NL', 'ES'])) : random.pick(countries);
  return { country, city: random.pickSkewed(country.cities) };
};

export const jobCountOf = (size: number): number => Math.max(10, Math.round(size / 20));

/** The first twenty-four jobs, if there are so many, cover every occupation: each person finds something to apply for. */
export const drawJob = (seed: number, index: number, referenceDate: number): JobDraft => {
  const random = createRandom(seed, 'job', index);
  const occupation = occupations[index] ?? random.pickWeighted(occupations);
  const level = random.pickWeighted([
    { share: 20, level: 0 },
    { share: 36, level: 1 },
    { share: 26, level: 2 },
    { share: 13, level: 3 },
    { share: 5, level: 4 },
  ]).level;
  const ageInDays = 1 + OLDEST_DAYS * random.fraction() ** 1.8;
  return {
    index,
    id: uuidOf(seed, 'job', index),
    title: random.pick((occupation.titles[level] ?? []).slice(0, 2)),
    occupation,
    level,
    place: drawPlace(random),
    createdAt: Math.round(referenceDate - ageInDays * DAY),
    status: drawStatus(ageInDays, random),
    isTemplate: index % 33 === 32,
  };
};
