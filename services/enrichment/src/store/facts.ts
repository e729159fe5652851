import { events, type EntityVersion } from '@secondlook/contracts';
import { createVersionedDocuments, ensureConditionIndex, type Announcer, type TenantDatabases } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { foldFacts, type FactsDocument, type Finding } from '../domain/facts-document';

export interface FoundFacts extends Finding {
  readonly candidateId: string;
  readonly traceparent?: string | undefined;
}

/** The candidates that have facts from a profile: a keyed document each. An entry may name one that no longer has. */
interface ProfileCandidates {
  readonly _id: string;
  readonly candidateIds: readonly string[];
}

export type Facts = ReturnType<typeof createFacts>;

export function createFacts(databases: TenantDatabases, announcer: Announcer) {
  const documents = createVersionedDocuments<FactsDocument>('facts', events.enrichmentChanged, databases, announcer, {
    read: (database, ids) => database.collection<FactsDocument>('facts').find({ _id: { $in: [...ids] } }).toArray(),
  });
  const byProfile = async (tenantId: string) => (await databases.open(tenantId)).collection<ProfileCandidates>('profile_candidates');

  return {
    find: documents.find,
    listVersions: documents.listVersions,
    currentVersions: documents.currentVersions,

    /** Must come before the profiles are read: of a profile and a decision that change at once, at least one sees the other. */
    async registerCandidates(tenantId: string, pairs: readonly { profileId: string; candidateId: string }[]): Promise<void> {
      if (pairs.length > 0) {
        const operations = pairs.map(({ profileId, candidateId }) => ({
          updateOne: { filter: { _id: profileId }, update: { $addToSet: { candidateIds: candidateId } }, upsert: true },
        }));
        await (await byProfile(tenantId)).bulkWrite(operations, { ordered: false });
      }
    },

    async findCandidates(tenantId: string, profileIds: readonly string[]): Promise<string[]> {
      const found = await (await byProfile(tenantId)).find({ _id: { $in: [...profileIds] } }).toArray();
      return [...new Set(found.flatMap(({ candidateIds }) => candidateIds))];
    },

    async foldFindings(tenantId: string, found: readonly FoundFacts[]): Promise<void> {
      await documents.foldAll(
        tenantId,
        found.map(({ candidateId, traceparent, ...finding }) => ({
          id: candidateId,
          cause: 'match',
          traceparent,
          fold: (stored) => foldFacts(stored, candidateId, finding),
        })),
      );
    },

    /** The decision versions that were looked at, in order of id: for comparators. */
    async *listSeen(tenantId: string): AsyncGenerator<EntityVersion> {
      const collection = (await databases.open(tenantId)).collection<FactsDocument>('facts');
      for await (const { _id, decisionVersion, deleted } of collection.find({}, { projection: { decisionVersion: 1, deleted: 1 } }).sort({ _id: 1 })) {
        yield { id: _id, version: decisionVersion, deleted };
      }
    },
  };
}

export async function ensureIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'facts', 'revision');
  await ensureConditionIndex(database, 'announcements', 'version');
}
