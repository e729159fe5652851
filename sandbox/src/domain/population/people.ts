import { hexOf, uuidOf } from '../identifiers';
import { createRandom } from '../random';
import { drawHiddenPerson, type HiddenPerson } from './hidden-person';
import { drawPersonCore, type PersonCore } from './person-core';

/** Which people a population holds. The same options give the same people, byte for byte. */
export interface PeopleOptions {
  readonly seed: number;
  /** Candidates in the ATS at the start. */
  readonly size: number;
  /** Nothing in the population is later; milliseconds. */
  readonly referenceDate?: number;
}

export const REFERENCE_DATE = Date.UTC(2026, 10, 1);

/** Strangers of the library, per candidate of the ATS. */
export const STRANGERS_PER_PERSON = 1.5;

export const candidateIdOf = (seed: number, candidate: number): string => uuidOf(seed, 'candidate', candidate);

const isDuplicate = (seed: number, candidate: number): boolean => createRandom(seed, 'duplicate', candidate).isChance(0.025);

/** Most candidates are a person each; some people applied twice with other addresses and became two candidates. */
export const personOfCandidate = (seed: number, candidate: number): number => {
  if (candidate === 0 || !isDuplicate(seed, candidate)) return candidate;
  const original = createRandom(seed, 'original', candidate).below(candidate);
  return isDuplicate(seed, original) ? candidate : original;
};

const personKey = (seed: number, person: number): string => `${seed}|person|${person}`;
const strangerKey = (seed: number, stranger: number): string => `${seed}|stranger|${stranger}`;

export const drawCandidateCore = (seed: number, candidate: number, referenceDate: number): PersonCore =>
  drawPersonCore(personKey(seed, personOfCandidate(seed, candidate)), referenceDate);

export const drawPerson = (seed: number, person: number, referenceDate: number): HiddenPerson =>
  drawHiddenPerson(drawPersonCore(personKey(seed, person), referenceDate), referenceDate);

/** A stranger has never applied. A few bear the name of a candidate and live in the same town. */
export const drawStranger = (options: PeopleOptions, stranger: number): HiddenPerson => {
  const { seed, size, referenceDate = REFERENCE_DATE } = options;
  const core = drawPersonCore(strangerKey(seed, stranger), referenceDate);
  const random = createRandom(seed, 'namesake', stranger);
  if (size === 0 || !random.isChance(0.03)) return drawHiddenPerson(core, referenceDate);
  const { culture, given, family, secondFamily, home } = drawPersonCore(personKey(seed, random.below(size)), referenceDate);
  return drawHiddenPerson({ ...core, culture, given, family, secondFamily, home }, referenceDate);
};

export const isInLibrary = (seed: number, person: number): boolean => createRandom(seed, 'library', person).isChance(0.8);

/** The id tells neither whether the profile is a candidate's nor whose. */
export const profileIdOf = (seed: number, kind: 'person' | 'stranger', index: number): string =>
  `p-${hexOf(seed, 'profile', kind, index).slice(0, 16)}`;
