import { events, type EntityVersion } from '@secondlook/contracts';
import { createVersionedDocuments, ensureConditionIndex, type Announcer, type TenantDatabases } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { RULE_VERSION } from '../domain/decide';
import { foldDecision, type DecisionDocument, type Finding } from '../domain/decision-document';
import { createKeyIndex } from './key-index';

export interface FoundDecision {
  readonly candidateId: string;
  readonly finding: Finding;
  readonly traceparent?: string | undefined;
}

export type Decisions = ReturnType<typeof createDecisions>;

export function createDecisions(databases: TenantDatabases, announcer: Announcer, now: () => Date) {
  const documents = createVersionedDocuments<DecisionDocument>('decisions', events.matchDecided, databases, announcer, {
    read: (database, ids) => database.collection<DecisionDocument>('decisions').find({ _id: { $in: [...ids] } }).toArray(),
  });
  const candidatesByKey = (tenantId: string) => createKeyIndex(() => databases.open(tenantId), 'candidate_keys');

  return {
    find: documents.find,
    listVersions: documents.listVersions,
    currentVersions: documents.currentVersions,

    /**
     * Makes candidates findable by their keys. Must come before profiles are looked up by the same keys: of a candidate and a
     * profile that arrive at once, at least one then sees the other.
     */
    async registerKeys(tenantId: string, candidates: readonly { candidateId: string; keys: readonly string[] }[]): Promise<void> {
      await candidatesByKey(tenantId).add(candidates.flatMap(({ candidateId: id, keys }) => keys.map((key) => ({ key, id }))));
    },

    async foldFindings(tenantId: string, found: readonly FoundDecision[]): Promise<void> {
      const before = await documents.find(tenantId, found.map(({ candidateId }) => candidateId));
      await documents.foldAll(
        tenantId,
        found.map(({ candidateId, finding, traceparent }) => ({
          id: candidateId,
          cause: finding.kind,
          traceparent,
          fold: (stored) => foldDecision(stored, candidateId, finding, now()),
        })),
      );
      const lost = found.flatMap(({ candidateId: id, finding }) => {
        const keys: readonly string[] = finding.kind === 'decided' ? finding.keys : [];
        return (before.get(id)?.keys ?? []).filter((key) => !keys.includes(key)).map((key) => ({ key, id }));
      });
      await candidatesByKey(tenantId).remove(lost);
    },

    async findCandidatesByKeys(tenantId: string, keys: readonly string[]): Promise<string[]> {
      return [...new Set([...(await candidatesByKey(tenantId).find(keys)).values()].flat())];
    },

    /** The candidate versions that were looked at by the rules of today, in order of id: for comparators. */
    async *listSeen(tenantId: string): AsyncGenerator<EntityVersion> {
      const collection = (await databases.open(tenantId)).collection<DecisionDocument>('decisions');
      for await (const { _id, candidateVersion, deleted, decision } of collection.find({}, { projection: { candidateVersion: 1, deleted: 1, 'decision.ruleVersion': 1 } }).sort({ _id: 1 })) {
        yield { id: _id, version: deleted || decision?.ruleVersion === RULE_VERSION ? candidateVersion : 0, deleted };
      }
    },
  };
}

export async function ensureIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'decisions', 'revision');
  await ensureConditionIndex(database, 'announcements', 'version');
}
