import { events, SHARED } from '@secondlook/contracts';
import { createVersionedDocuments, ensureConditionIndex, type Announcer } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { type LibraryProfile } from '../domain/parse-profile';
import { foldProfile, type ProfileDocument } from '../domain/profile-document';

export type PutOutcome = 'created' | 'updated' | 'unchanged';

export type Profiles = ReturnType<typeof createProfiles>;

/** The public-profile library: one, shared by all tenants. */
export function createProfiles(database: Db, announcer: Announcer) {
  const documents = createVersionedDocuments<ProfileDocument>('profiles', events.profileChanged, { open: () => Promise.resolve(database) }, announcer, {
    read: (library, ids) => library.collection<ProfileDocument>('profiles').find({ _id: { $in: [...ids] } }).toArray(),
  });

  return {
    listVersions: documents.listVersions,
    currentVersions: documents.currentVersions,

    find: (ids: readonly string[]) => documents.find(SHARED, ids),

    /** Ids must differ. Returns what became of each, in order. */
    async putAll(profiles: readonly LibraryProfile[]): Promise<PutOutcome[]> {
      const outcomes = new Map<string, PutOutcome>();
      await documents.foldAll(
        SHARED,
        profiles.map((profile) => ({
          id: profile.profileId,
          cause: 'import',
          fold(stored) {
            const folded = foldProfile(stored, profile);
            outcomes.set(profile.profileId, folded.changed ? (stored === undefined ? 'created' : 'updated') : 'unchanged');
            return folded;
          },
        })),
      );
      return profiles.map(({ profileId }) => outcomes.get(profileId) ?? 'unchanged');
    },
  };
}

export async function ensureLibraryIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'profiles', 'revision');
  await ensureConditionIndex(database, 'announcements', 'version');
}
