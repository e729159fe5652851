import { withoutUndefined, type JsonObject } from '../json';
import { createRandom, type Random } from '../random';
import { type Place } from './cities';
import { type ToldCandidate } from './told-candidate';
import { formatDate, type ToldLife } from './told-life';
import { tellCity } from './wording';

const tags = ['top talent', 'referral', 'relocation', 'alumni', 'event 2026', 'silver medalist', 'remote only', 'do not contact before 2027'];

const toLocation = ({ country, city }: Place, random: Random): JsonObject =>
  withoutUndefined({
    country: country.name,
    countryCode: country.code,
    regionCode: city.regionCode,
    region: random.isChance(0.7) ? city.region : undefined,
    city: tellCity(city, random),
    ...(random.isChance(0.8) ? { lat: city.latitude, lng: city.longitude } : {}),
  });

const toEducation = ({ schooling, granularity }: ToldLife): JsonObject[] =>
  schooling.map((entry) =>
    withoutUndefined({
      institution: entry.school,
      degree: entry.degree,
      major: entry.field,
      current: false,
      startDate: formatDate(entry.startYear === undefined ? undefined : entry.startYear * 12 + 8, granularity),
      endDate: formatDate(entry.endYear === undefined ? undefined : entry.endYear * 12 + 5, granularity),
    }),
  );

const toExperience = ({ positions, granularity }: ToldLife, random: Random): JsonObject[] =>
  positions.map((position) =>
    withoutUndefined({
      title: position.title,
      company: position.company,
      current: position.isCurrent,
      startDate: formatDate(position.start, granularity),
      endDate: position.isCurrent ? undefined : formatDate(position.end, granularity),
      location: random.isChance(0.6) ? position.location : undefined,
      description: random.isChance(0.5) ? position.description : undefined,
    }),
  );

/** What the ATS keeps of a candidate beside applications and times (API reference §3.2); any of it may be missing. */
export const toCandidateFields = (told: ToldCandidate, isInternal: boolean, random: Random): JsonObject => {
  const web = withoutUndefined({ linkedin: told.webLinkedin, website: told.website });
  return withoutUndefined({
    internal: isInternal,
    firstName: told.name.given,
    lastName: told.name.family,
    email: told.email,
    phoneNumber: told.phone,
    location: random.isChance(0.88) ? toLocation(told.person.home, random) : undefined,
    web: Object.keys(web).length > 0 ? web : undefined,
    tags: random.isChance(0.18) ? random.sample(tags, random.between(1, 2)) : undefined,
    education: random.isChance(0.8) ? toEducation(told.life) : [],
    experience: random.isChance(0.84) ? toExperience(told.life, random) : [],
  });
};

export const drawCandidateFields = (told: ToldCandidate, seed: number, candidate: number, isInternal: boolean): JsonObject =>
  toCandidateFields(told, isInternal, createRandom(seed, 'fields', candidate));
