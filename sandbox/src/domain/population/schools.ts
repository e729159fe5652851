import { countries, type City } from './cities';

const patterns: readonly ((city: string) => string)[] = [
  (city) => `University of ${city}`,
  (city) => `${city} Technical University`,
  (city) => `${city} Business School`,
  (city) => `${city} University of Applied Sciences`,
  (city) => `${city} Institute of Technology`,
  (city) => `College of ${city}`,
];

const createSchools = (cities: readonly City[]): readonly string[] =>
  cities.flatMap((city, row) => patterns.filter((_, column) => (row + column) % 2 === 0).map((pattern) => pattern(city.name)));

const byCountry = new Map(countries.map((country) => [country.code, createSchools(country.cities)]));

/** Schools of a country, the best known first. */
export const schoolsIn = (countryCode: string): readonly string[] => byCountry.get(countryCode) ?? [];
