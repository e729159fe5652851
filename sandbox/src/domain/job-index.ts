import { touchJob } from './job-changes';
import { type Json } from './json';
import { type CandidateSummary, type Population } from './population/population';
import { type JobRecord } from './records';

/** Criteria of `GET /jobs` (API reference §5). */
export interface JobFilter {
  readonly updatedAfter?: number;
  readonly lastActivityAfter?: number;
  readonly statuses: readonly string[];
  readonly query?: string;
}

export interface JobIndex {
  find(id: string): JobRecord | undefined;
  /** Ordered by id: the only order in which paging loses nothing (API reference §5). */
  list(filter: JobFilter): readonly JobRecord[];
  put(record: JobRecord): void;
  remove(id: string): void;
}

const isText = (value: Json | undefined, query: string): boolean => typeof value === 'string' && value.toLowerCase().includes(query.toLowerCase());

const meets = (record: JobRecord, filter: JobFilter): boolean => {
  const { status, title, refNumber } = record.fields;
  return (
    (filter.updatedAfter === undefined || record.updatedAt >= filter.updatedAfter) &&
    (filter.lastActivityAfter === undefined || record.lastActivityAt >= filter.lastActivityAfter) &&
    (filter.statuses.length === 0 || (typeof status === 'string' && filter.statuses.includes(status))) &&
    (filter.query === undefined || isText(title, filter.query) || isText(refNumber, filter.query))
  );
};

const lastApplications = (summaries: readonly CandidateSummary[]): ReadonlyMap<string, number> => {
  const latest = new Map<string, number>();
  for (const { jobId, createdAt } of summaries.flatMap(({ applications }) => applications)) {
    latest.set(jobId, Math.max(createdAt, latest.get(jobId) ?? 0));
  }
  return latest;
};

export const createJobIndex = (population: Population, summaries: readonly CandidateSummary[]): JobIndex => {
  const latest = lastApplications(summaries);
  const records = new Map<string, JobRecord>();
  for (let job = 0; job < population.jobCount; job += 1) {
    const record = population.readJob(job);
    records.set(record.id, touchJob(record, latest.get(record.id) ?? 0));
  }
  return {
    find: (id) => records.get(id),
    list: (filter) => [...records.values()].filter((record) => meets(record, filter)).sort((left, right) => (left.id < right.id ? -1 : 1)),
    put: (record) => void records.set(record.id, record),
    remove: (id) => void records.delete(id),
  };
};
