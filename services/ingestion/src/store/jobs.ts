import { events } from '@secondlook/contracts';
import { createVersionedDocuments, type Announcer, type TenantDatabases } from '@secondlook/kit';

import { type FoldOutcome } from '../domain/fold';
import { foldJob, type JobDocument, type JobFinding } from '../domain/job-document';

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
