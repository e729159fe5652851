import { toMonth } from './month';
import {
  candidateIdOf,
  drawPerson,
  drawStranger,
  isInLibrary,
  personOfCandidate,
  profileIdOf,
  REFERENCE_DATE,
  STRANGERS_PER_PERSON,
  type PeopleOptions,
} from './people';
import { toPublicProfile, type PublicProfile } from './public-profile';

const greatestCommonDivisor = (left: number, right: number): number => (right === 0 ? left : greatestCommonDivisor(right, left % right));

/** Every number below the count once, in an order that does not tell people from strangers, without keeping a list. */
function* shuffledIndexes(count: number): Generator<number> {
  let step = Math.floor(count * 0.618) | 1;
  while (greatestCommonDivisor(step, count) !== 1) step += 1;
  for (let turn = 0, index = 0; turn < count; turn += 1, index = (index + step) % count) yield index;
}

function* profilesOf(options: PeopleOptions): Generator<PublicProfile> {
  const { seed, size, referenceDate = REFERENCE_DATE } = options;
  const month = toMonth(referenceDate);
  for (const index of shuffledIndexes(size + Math.round(size * STRANGERS_PER_PERSON))) {
    if (index >= size) {
      yield toPublicProfile(drawStranger(options, index - size), profileIdOf(seed, 'stranger', index - size), month);
    } else if (personOfCandidate(seed, index) === index && isInLibrary(seed, index)) {
      yield toPublicProfile(drawPerson(seed, index, referenceDate), profileIdOf(seed, 'person', index), month);
    }
  }
}

/** The public-profile library of one or several populations, one profile at a time. */
export function* profileLibrary(populations: readonly PeopleOptions[]): Generator<PublicProfile> {
  for (const options of populations) yield* profilesOf(options);
}

/** Candidate id → profile id, for those candidates whose person is in the library. Never shown to the product. */
export const profileTruth = (populations: readonly PeopleOptions[]): ReadonlyMap<string, string> => {
  const truth = new Map<string, string>();
  for (const { seed, size } of populations) {
    for (let candidate = 0; candidate < size; candidate += 1) {
      const person = personOfCandidate(seed, candidate);
      if (isInLibrary(seed, person)) truth.set(candidateIdOf(seed, candidate), profileIdOf(seed, 'person', person));
    }
  }
  return truth;
};
