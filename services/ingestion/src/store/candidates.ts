import { events, type EntityVersion } from '@secondlook/contracts';
import { createVersionedDocuments, type Announcer, type Folding, type TenantDatabases } from '@secondlook/kit';

import { blobIdOf, type CandidateDocument, type CandidateTombstone, type Erasure } from '../domain/candidate-document';
import { foldErasure, foldFindings, type Finding, type FoldOutcome, type StoredCandidate } from '../domain/fold';
import { createOpaqueIds } from '../domain/opaque-id';
import { type Blobs } from './blobs';
import { type ErasureLedger } from './erasure-ledger';
import { type Extractions } from './extractions';
import { type IdKeys } from './id-keys';
import { type Quarantine } from './quarantine';

const ERASURE_BATCH = 500;

export type Candidates = ReturnType<typeof createCandidates>;

/** What was found about one candidate, to be folded in one write. */
export interface Findings {
  readonly candidateId: string;
  readonly findings: readonly Finding[];
  /** Who it is, for a candidate that may be new; findings about an unknown one without this are superseded. */
  readonly origin?: CandidateOrigin;
  /** For people reading events. */
  readonly cause: string;
  readonly traceparent?: string | undefined;
}

/** A mirrored entity, as the reconcile needs it. */
export interface ListedEntity {
  readonly _id: string;
  readonly connectionId: string;
  readonly externalId: string;
  /** It should be in the source's list. */
  readonly isListed: boolean;
  /** Of a candidate, what a list last said of the consent. */
  readonly consentJson?: string | undefined;
  /** Of a candidate: refused to the credential. */
  readonly isOutOfView?: boolean;
  /** Of a candidate, when it last changed at the source, as far as is known. */
  readonly changedTime?: Date | undefined;
  /** Of a candidate, the jobs of its applications, by the source's ids. */
  readonly jobExternalIds?: readonly string[];
}

export interface CandidateCounts {
  readonly mirrored: number;
  readonly outOfView: number;
  readonly consentEnded: number;
}

export type CandidateOrigin = Pick<CandidateDocument, 'connectionId' | 'source' | 'externalId'>;

interface Parts {
  readonly databases: TenantDatabases;
  readonly announcer: Announcer;
  readonly extractions: Extractions;
  readonly blobs: Blobs;
  readonly quarantine: Quarantine;
  readonly ledger: ErasureLedger;
  readonly idKeys: IdKeys;
  readonly now: () => Date;
}

/**
 * The candidates of each tenant. Pending text is noted before the reference to its bytes is written, an id enters the erasure ledger
 * before its tombstone is.
 */
export function createCandidates({ databases, announcer, extractions, blobs, quarantine, ledger, idKeys, now }: Parts) {
  const documents = createVersionedDocuments<StoredCandidate>('candidates', events.candidateChanged, databases, announcer, {
    read: (database, ids) => database.collection<StoredCandidate>('candidates').find({ _id: { $in: [...ids] } }).toArray(),
    async prepare(tenantId, candidates) {
      await ledger.put(tenantId, candidates.flatMap(toErasure));
      await extractions.request(tenantId, candidates.flatMap(unreadContents));
    },
  });

  const collectionOf = async (tenantId: string) => (await databases.open(tenantId)).collection<StoredCandidate>('candidates');

  /** Removes what is kept of a deleted candidate elsewhere. What a crash leaves, the daily sweep finds. */
  async function purge(tenantId: string, { _id, purge: blobIds }: CandidateTombstone): Promise<void> {
    await quarantine.removeOf(tenantId, _id);
    await extractions.remove(tenantId, blobIds);
    await blobs.remove(tenantId, blobIds);
    await (await collectionOf(tenantId)).updateOne({ _id }, { $set: { purge: [], purgedTime: now() } });
  }

  return {
    find: documents.find,
    listVersions: documents.listVersions,
    currentVersions: documents.currentVersions,

    /** Folds what was found into each candidate. Returns what became of each finding. */
    async foldFindings(tenantId: string, batch: readonly Findings[]): Promise<FoldOutcome[][]> {
      const idKey = await idKeys.get(tenantId);
      const outcomes = new Map<string, readonly FoldOutcome[]>();
      const buried = new Map<string, CandidateTombstone>();
      const toFolding = ({ candidateId, findings, origin, cause, traceparent }: Findings): Folding<StoredCandidate> => ({
        id: candidateId,
        cause,
        traceparent,
        fold(stored) {
          const known = stored === undefined || stored.deleted ? origin : stored;
          if (known === undefined) {
            outcomes.set(candidateId, findings.map(() => 'superseded'));
            return { next: undefined, changed: false };
          }
          const folded = foldFindings(stored, findings, { candidateId, ...originOf(known), idOf: createOpaqueIds(idKey, known.connectionId), now: now() });
          outcomes.set(candidateId, folded.outcomes);
          if (folded.next?.deleted === true) {
            buried.set(candidateId, folded.next);
          }
          return folded;
        },
      });
      await documents.foldAll(tenantId, batch.map(toFolding));
      for (const tombstone of buried.values()) {
        await purge(tenantId, tombstone);
      }
      return batch.map(({ candidateId }) => [...(outcomes.get(candidateId) ?? [])]);
    },

    /** Buries those of the erased that are live, or not there: as after a restore of an older backup. Returns how many. */
    async buryErased(tenantId: string, erasures: readonly Erasure[]): Promise<number> {
      const collection = await collectionOf(tenantId);
      const buried = await collection.find({ _id: { $in: erasures.map(({ candidateId }) => candidateId) }, deleted: true }, { projection: { _id: 1 } }).toArray();
      const known = new Set(buried.map(({ _id }) => _id));
      const left = erasures.filter(({ candidateId }) => !known.has(candidateId));
      await documents.foldAll(tenantId, left.map((erasure) => ({ id: erasure.candidateId, cause: 'erasure_ledger', fold: (stored) => foldErasure(stored, erasure, now()) })));
      for (const candidate of (await documents.find(tenantId, left.map(({ candidateId }) => candidateId))).values()) {
        await (candidate.deleted ? purge(tenantId, candidate) : Promise.resolve());
      }
      return left.length;
    },

    /** What is known of some candidates' last change in the ATS, and of their attachments' bytes. */
    async findSummaries(tenantId: string, ids: readonly string[]) {
      const collection = await collectionOf(tenantId);
      const projection = { deleted: 1, 'detail.read': 1, hidden: 1, 'consentStatus.hash': 1, 'assembled.atsUpdatedTime': 1, 'attachments.id': 1, 'attachments.sha256': 1, 'attachments.unavailableReason': 1 };
      const found = await collection.find({ _id: { $in: [...ids] } }, { projection }).toArray();
      return new Map(found.map((candidate) => [candidate._id, candidate]));
    },

    /** Some candidates, in order of id after one, with what the source knows them by. A source need not list whoever has no application, and does not list whoever is out of view. */
    async listListed(tenantId: string, afterId: string | undefined, limit: number): Promise<ListedEntity[]> {
      const collection = (await databases.open(tenantId)).collection<CandidateDocument>('candidates');
      const projection = { connectionId: 1, externalId: 1, deleted: 1, hidden: 1, 'consentStatus.json': 1, 'applications.id': 1, 'applications.hash': 1, 'assembled.atsUpdatedTime': 1 };
      const found = await collection.find(afterId === undefined ? {} : { _id: { $gt: afterId } }, { projection }).sort({ _id: 1 }).limit(limit).toArray();
      return found.map((candidate: StoredCandidate) => {
        if (candidate.deleted) {
          return { _id: candidate._id, connectionId: '', externalId: '', isListed: false };
        }
        const jobExternalIds = candidate.applications.flatMap(({ id, hash }) => (hash === undefined ? [] : [id]));
        return {
          _id: candidate._id,
          connectionId: candidate.connectionId,
          externalId: candidate.externalId,
          isListed: candidate.hidden !== 'out_of_view' && jobExternalIds.length > 0,
          consentJson: candidate.consentStatus?.json,
          isOutOfView: candidate.hidden === 'out_of_view',
          changedTime: candidate.assembled?.atsUpdatedTime,
          jobExternalIds,
        };
      });
    },

    /** The live candidates of a connection. */
    async count(tenantId: string, connectionId: string): Promise<CandidateCounts> {
      const collection = (await databases.open(tenantId)).collection<CandidateDocument>('candidates');
      const [mirrored, outOfView, consentEnded] = await Promise.all([
        collection.countDocuments({ connectionId }),
        collection.countDocuments({ connectionId, hidden: 'out_of_view' }),
        collection.countDocuments({ connectionId, hidden: 'consent_ended' }),
      ]);
      return { mirrored, outOfView, consentEnded };
    },

    /** The versions of the decisions or facts that were folded, in order of candidate id: for comparators. */
    async *foldedVersions(tenantId: string, part: 'decision' | 'facts'): AsyncGenerator<EntityVersion> {
      const collection = (await databases.open(tenantId)).collection<CandidateDocument>('candidates');
      const folded = collection.find({ deleted: false, [`${part}.version`]: { $gt: 0 } }, { projection: { [`${part}.version`]: 1 } }).sort({ _id: 1 });
      for await (const document of folded) {
        yield { id: document._id, version: document[part]?.version ?? 0, deleted: false };
      }
    },

    /** Ids of candidates whose moment of change by the clock has come. A scan: for the daily sweep only. */
    async findDueByTime(tenantId: string, now: Date): Promise<string[]> {
      const collection = (await databases.open(tenantId)).collection<CandidateDocument>('candidates');
      const due = await collection.find({ nextChangeAt: { $lte: now } }, { projection: { _id: 1 } }).toArray();
      return due.map(({ _id }) => _id);
    },

    /** Enters every tombstone in the erasure ledger again: it may have been lost, or be younger than they are. A scan: for the daily sweep only. */
    async enterErased(tenantId: string): Promise<void> {
      let batch: Erasure[] = [];
      for await (const tombstone of (await collectionOf(tenantId)).find({ deleted: true })) {
        batch.push(...toErasure(tombstone));
        if (batch.length >= ERASURE_BATCH) {
          await ledger.put(tenantId, batch);
          batch = [];
        }
      }
      await ledger.put(tenantId, batch);
    },

    /** Finishes what a crash left: bytes of deleted candidates. A scan: for the daily sweep only. */
    async purgeDeleted(tenantId: string): Promise<void> {
      for await (const candidate of (await collectionOf(tenantId)).find({ deleted: true, 'purge.0': { $exists: true } })) {
        if (candidate.deleted) {
          await purge(tenantId, candidate);
        }
      }
    },
  };
}

function originOf({ connectionId, source, externalId }: CandidateOrigin): CandidateOrigin {
  return { connectionId, source, externalId };
}

function toErasure(candidate: StoredCandidate): Erasure[] {
  if (!candidate.deleted) {
    return [];
  }
  const { _id: candidateId, version, proof = '', deletedTime: time } = candidate;
  return [{ candidateId, version, proof, ...(time === undefined ? {} : { time }) }];
}

/** Bytes that are referred to and whose text was not read yet. */
function unreadContents(candidate: StoredCandidate) {
  if (candidate.deleted) {
    return [];
  }
  return candidate.attachments.flatMap(({ sha256, json }) =>
    sha256 === undefined || json === undefined || candidate.texts.some((text) => text.sha256 === sha256)
      ? []
      : [{ _id: blobIdOf(candidate._id, sha256), candidateId: candidate._id, sha256 }],
  );
}
