import { type Job } from '@secondlook/contracts';

import { type JobDocument } from '../domain/job-document';

export function toJob({ _id, version, deleted, connectionId, externalId, fields }: Omit<JobDocument, 'revision' | 'record'>, json = ''): Job {
  const { title, reference, status, department, location, atsUpdatedTime } = fields;
  return { jobId: _id, version, deleted, connectionId, externalId, title, reference, status, department, location, atsUpdatedTime, json: Buffer.from(json) };
}
