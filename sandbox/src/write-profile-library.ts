import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type PeopleOptions } from './domain/population/people';
import { profileLibrary } from './domain/population/profile-library';
import { toJsonLines } from './journal/event-log';

/** Writes the library as JSON Lines in constant memory, replacing the file; answers the number of profiles. */
export const writeProfileLibrary = async (file: string, populations: readonly PeopleOptions[]): Promise<number> => {
  let count = 0;
  const counted = function* (): Generator<object> {
    for (const profile of profileLibrary(populations)) {
      count += 1;
      yield profile;
    }
  };
  await pipeline(Readable.from(toJsonLines(counted())), createWriteStream(file));
  return count;
};
