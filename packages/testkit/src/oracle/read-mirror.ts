import { type Candidate, type Job } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';

import { type StackView } from './view';

const BATCH = 100;

/** Every candidate of a tenant as the mirror has it, with its verbatim records; tombstones too. */
export async function readCandidates({ clients, as }: StackView, tenantId: string): Promise<Candidate[]> {
  const versions = await collect(allPages((pageToken) => clients.ingestion.listCandidates({ pageToken, pageSize: 5_000 }, as(tenantId)), ({ candidates }) => candidates));
  const found: Candidate[] = [];
  for (let start = 0; start < versions.length; start += BATCH) {
    for (let ids = versions.slice(start, start + BATCH).map(({ id }) => id); ids.length > 0; ) {
      const { candidates, omittedCandidateIds } = await clients.ingestion.getCandidates({ candidateIds: ids, includeParts: true, includeTexts: true }, { ...as(tenantId), deadlineMs: 60_000 });
      found.push(...candidates);
      ids = omittedCandidateIds;
    }
  }
  return found;
}

export async function readJobs({ clients, as }: StackView, tenantId: string): Promise<Job[]> {
  const versions = await collect(allPages((pageToken) => clients.ingestion.listJobs({ pageToken, pageSize: 5_000 }, as(tenantId)), ({ jobs }) => jobs));
  const found: Job[] = [];
  for (let start = 0; start < versions.length; start += BATCH) {
    const { jobs } = await clients.ingestion.getJobs({ jobIds: versions.slice(start, start + BATCH).map(({ id }) => id), includeJson: true }, as(tenantId));
    found.push(...jobs);
  }
  return found;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) {
    collected.push(item);
  }
  return collected;
}
