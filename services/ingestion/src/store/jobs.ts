import { events } from '@secondlook/contracts';
import { createVersionedDocuments, type Announcer, type TenantDatabases } from '@secondlook/kit';

import { type FoldOutcome } from '../domain/fold';
import { foldJob, type JobDocument, type JobFinding } from '../domain/job-document';
import { type ListedEntity } from './candidates';

export type Jobs = ReturnType<typeof createJobs>;

/** What was found about one job. */
export interface JobFindings {
  readonly jobId: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly finding: JobFinding;
}

/** The jobs of each tenant; deleted ones stay, with title and reference. */
export function createJobs(databases: TenantDatabases, announcer: Announcer) {
  const documents = createVersionedDocuments<JobDocument>('jobs', events.jobChanged, databases, announcer, {
    read: (database, ids) => database.collection<JobDocument>('jobs').find({ _id: { $in: [...ids] } }).toArray(),
  });

  return {
    find: documents.find,
    listVersions: documents.listVersions,
    currentVersions: documents.currentVersions,

    /** Some jobs that are there, in order of id after one, with what the source knows them by. */
    async listListed(tenantId: string, afterId: string | undefined, limit: number): Promise<ListedEntity[]> {
      const collection = (await databases.open(tenantId)).collection<JobDocument>('jobs');
      const found = await collection.find(afterId === undefined ? {} : { _id: { $gt: afterId } }, { projection: { connectionId: 1, externalId: 1, deleted: 1 } }).sort({ _id: 1 }).limit(limit).toArray();
      return found.map(({ _id, connectionId, externalId, deleted }) => ({ _id, connectionId, externalId, isListed: !deleted }));
    },

    /** Those of a connection that are there, without their records: for people who page through them. */
    async listOf(tenantId: string, connectionId: string): Promise<Omit<JobDocument, 'revision' | 'record'>[]> {
      const collection = (await databases.open(tenantId)).collection<JobDocument>('jobs');
      return collection.find({ connectionId, deleted: false }, { projection: { version: 1, deleted: 1, connectionId: 1, externalId: 1, fields: 1 } }).toArray();
    },

    /** Returns what became of the finding. */
    async foldFinding(tenantId: string, { jobId, connectionId, externalId, finding }: JobFindings): Promise<FoldOutcome> {
      let outcome: FoldOutcome = 'unchanged';
      const fold = (stored: JobDocument | undefined) => {
        const folded = foldJob(stored, finding, { jobId, connectionId, externalId });
        outcome = folded.outcome;
        return folded;
      };
      await documents.foldAll(tenantId, [{ id: jobId, cause: finding.kind, fold }]);
      return outcome;
    },
  };
}
