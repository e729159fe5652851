import { createHash } from 'node:crypto';

import { type Profile } from '@secondlook/contracts';

import { type LibraryProfile } from './parse-profile';

/** A profile as it is kept. */
export interface ProfileDocument {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: boolean;
  readonly hash: string;
  readonly profile: LibraryProfile;
}

/** An equal line changes nothing. */
export function foldProfile(stored: ProfileDocument | undefined, profile: LibraryProfile): { next: ProfileDocument | undefined; changed: boolean } {
  const hash = createHash('sha256').update(JSON.stringify(profile)).digest('hex');
  if (stored?.hash === hash) {
    return { next: undefined, changed: false };
  }
  const next = { _id: profile.profileId, version: (stored?.version ?? 0) + 1, revision: (stored?.revision ?? 0) + 1, deleted: false, hash, profile };
  return { next, changed: true };
}

export function toProfile({ version, deleted, profile }: ProfileDocument): Profile {
  return { ...profile, version, deleted };
}
