import { type Job } from '@secondlook/contracts';
import { InvalidInputError, NotFoundError, SettingsError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { getSource } from '../sources';
import { canExport, type ConnectionDocument } from '../store/connections';
import { type Parts } from '.';
import { requireRunning } from './pause-connection';

/** A connection that may export. Throws SettingsError, saying what a person must change, otherwise. */
export async function requireExport({ connections }: Parts, tenantId: string, connectionId: string): Promise<ConnectionDocument> {
  const connection = await connections.get(tenantId, connectionId);
  requireRunning(connection);
  if (!canExport(connection)) {
    throw new SettingsError(`The connection may not send candidates: choose CAPABILITY_EXPORT for it (UpdateConnection) and see that it is verified. ${connection.verification?.message ?? ''}`.trim());
  }
  return connection;
}

/** An open job of a connection, as mirrored. */
export async function getOpenJob({ ingestion }: Parts, { _id, source }: ConnectionDocument, jobId: string, { tenantId, signal }: Authenticated & CallContext): Promise<Job> {
  const { jobs } = await ingestion.getJobs({ jobIds: [jobId] }, { tenantId, signal });
  const job = jobs.find(({ deleted, connectionId }) => !deleted && connectionId === _id);
  if (job === undefined) {
    throw new NotFoundError('There is no such job.');
  }
  if (getSource(source).exporting.closedStatuses.includes(job.status)) {
    throw new InvalidInputError([{ field: 'job_id', description: `must be of an open job; this one is ${job.status}` }]);
  }
  return job;
}
