import { type Random } from '../random';
import { type CareerStep } from './career';
import { type City, type Place } from './cities';
import { type Company } from './companies';
import { withoutDiacritics } from './names/spelling';
import { type Occupation } from './occupations/occupation';
import { type DegreeLevel } from './schooling';

/** How the same hidden thing is put into words by two people, or by one person twice. */

const swapTwoLetters = (text: string, random: Random): string => {
  const place = random.between(1, Math.max(1, text.length - 3));
  return text.slice(0, place) + text.slice(place + 1, place + 2) + text.slice(place, place + 1) + text.slice(place + 2);
};

export const maybeMistyped = (text: string, random: Random): string =>
  text.length > 5 && random.isChance(0.012) ? swapTwoLetters(text, random) : text;

export const tellTitle = (occupation: Occupation, level: number, random: Random): string => {
  const step = occupation.titles[Math.min(level, occupation.titles.length - 1)] ?? [];
  const title = random.isChance(0.45) ? (step[0] ?? '') : random.pick(step);
  if (random.isChance(0.04)) return `${title} (${random.pick(['contract', 'm/f/d', 'part-time', 'remote'])})`;
  if (random.isChance(0.03)) return `${title}, ${random.pick(['EMEA', 'DACH', 'Digital', 'B2B', 'Platform'])}`;
  return random.isChance(0.02) ? title.toLowerCase() : maybeMistyped(title, random);
};

export const tellCompany = (company: Company, random: Random): string => {
  const shapes = [
    { share: 50, text: company.name },
    { share: 28, text: `${company.name} ${company.legalForm}` },
    { share: 7, text: company.name.split(' ')[0] ?? company.name },
    { share: 3, text: company.name.toUpperCase() },
    { share: 3, text: `${company.name} Group` },
    { share: 2, text: company.name.replace(' ', '') },
    { share: 7, text: maybeMistyped(company.name, random) },
  ];
  return random.pickWeighted(shapes).text;
};

const englishCities: Readonly<Record<string, string>> = {
  München: 'Munich', Köln: 'Cologne', 'Frankfurt am Main': 'Frankfurt', Wien: 'Vienna', Zürich: 'Zurich', Genève: 'Geneva', Antwerpen: 'Antwerp',
  Göteborg: 'Gothenburg', København: 'Copenhagen', Lisboa: 'Lisbon', Milano: 'Milan', Roma: 'Rome', Torino: 'Turin', București: 'Bucharest',
  Warszawa: 'Warsaw', Praha: 'Prague', İstanbul: 'Istanbul', Beograd: 'Belgrade', 'Ciudad de México': 'Mexico City', 'Hồ Chí Minh': 'Ho Chi Minh City',
  'Hà Nội': 'Hanoi', Bengaluru: 'Bangalore', Kyiv: 'Kiev',
};

export const tellCity = (city: City, random: Random): string => {
  if (random.isChance(0.5)) return city.name;
  return englishCities[city.name] ?? withoutDiacritics(city.name);
};

export const tellPlace = (place: Place, random: Random): string => {
  const city = tellCity(place.city, random);
  if (place.country.code === 'US' && random.isChance(0.6)) return `${city}, ${place.city.regionCode ?? ''}`;
  return random.isChance(0.1) ? `Greater ${city} Area` : `${city}, ${place.country.name}`;
};

const degrees: Readonly<Record<DegreeLevel, readonly string[]>> = {
  school: ['Vocational training', 'Apprenticeship', 'Diploma', 'Certificate'],
  bachelor: ['Bachelor of Science', 'BSc', 'B.Sc.', "Bachelor's degree", 'Bachelor of Arts', 'BA'],
  master: ['Master of Science', 'MSc', 'M.Sc.', "Master's degree", 'Diplom', 'MBA'],
  doctor: ['PhD', 'Ph.D.', 'Doctorate', 'Dr.'],
};

export const tellDegree = (level: DegreeLevel, random: Random): string => random.pick(degrees[level]);

export const tellSchool = (school: string, random: Random): string => {
  if (random.isChance(0.12)) return withoutDiacritics(school);
  if (random.isChance(0.08)) return school.replace('University', 'Univ.');
  return random.isChance(0.05) ? `The ${school}` : school;
};

export const tellDescription = (step: CareerStep, random: Random): string =>
  random.sample(step.duties, random.between(1, step.duties.length)).join('. ') + '.';
