import { type Account } from '../domain/account';
import { NotFoundError } from '../domain/errors';
import { type JobFilter } from '../domain/job-index';
import { type JobRecord } from '../domain/records';
import { toJobDetails, toJobSummary } from '../domain/served-job';
import { earliest, type Switches } from '../domain/switches';
import { ok } from '../http/exchange';
import { wholeList, type ApiRoute } from './api-route';
import { pagedAnswer } from './paged-answer';
import { type PageClock } from './page-clock';
import { parseAgingPage, parseChoices, parseInstant, parseLimit, parseText } from './query-parameters';

const PERMISSIONS = ['jobs_read'] as const;

/** OTHER is read, never asked for (API reference §5). */
const jobStatuses = ['CREATED', 'SOURCING', 'FILLED', 'INTERVIEW', 'OFFER', 'CANCELLED', 'ON_HOLD'] as const;

const getJob = (account: Account, id: string): JobRecord => {
  const record = account.jobs.find(id);
  if (record === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'Job not found');
  return record;
};

const parseFilter = (query: URLSearchParams, switches: Switches): JobFilter => {
  const updatedAfter = parseInstant(query, 'updatedAfter');
  const lastActivityAfter = parseInstant(query, 'lastActivityAfter');
  const text = parseText(query, 'q');
  const statuses = parseChoices(query, 'statuses', jobStatuses);
  return {
    statuses: statuses.length > 0 ? statuses : parseChoices(query, 'status', jobStatuses),
    ...(updatedAfter === undefined ? {} : { updatedAfter: earliest(updatedAfter, switches) }),
    ...(lastActivityAfter === undefined ? {} : { lastActivityAfter: earliest(lastActivityAfter, switches) }),
    ...(text === undefined ? {} : { query: text }),
  };
};

interface Page {
  readonly records: readonly JobRecord[];
  readonly next: string | undefined;
}

const pageById = (records: readonly JobRecord[], after: string | undefined, limit: number): Page => {
  const rest = after === undefined ? records : records.filter(({ id }) => id > after);
  return { records: rest.slice(0, limit), next: rest.length > limit ? rest[limit - 1]?.id : undefined };
};

/** The default order moves with every activity, so a page after a page may lose jobs: as documented (API reference §5). */
const pageByActivity = (records: readonly JobRecord[], after: string | undefined, limit: number): Page => {
  const start = Number(after ?? 0);
  const ordered = records.toSorted((left, right) => right.lastActivityAt - left.lastActivityAt);
  return { records: ordered.slice(start, start + limit), next: start + limit < ordered.length ? String(start + limit) : undefined };
};

const listRoute = (account: Account, clock: PageClock): ApiRoute => ({
  method: 'GET',
  template: '/jobs',
  permissions: PERMISSIONS,
  answer: ({ query }) => {
    const limit = parseLimit(query, 10);
    const records = account.jobs.list(parseFilter(query, account.switches()));
    const isById = parseChoices(query, 'sort', ['default', 'job_id']).at(-1) === 'job_id';
    const list = isById ? 'jobs by id' : 'jobs';
    const page = (isById ? pageById : pageByActivity)(records, parseAgingPage(query, list, clock), limit);
    const content = page.records.map((record) => toJobSummary(record, account.addresses.toUrl));
    return pagedAnswer({ path: '/jobs', list, query, limit, issuedAt: clock.now(), totalFound: records.length, content, next: page.next });
  },
});

/** API reference §5. */
export const createJobRoutes = (account: Account, clock: PageClock): readonly ApiRoute[] => [
  listRoute(account, clock),
  {
    method: 'GET',
    template: '/jobs/{id}',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => ok(toJobDetails(getJob(account, parameter('id')), account.addresses.toUrl)),
  },
  {
    method: 'GET',
    template: '/jobs/{id}/status/history',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => wholeList(getJob(account, parameter('id')).history),
  },
  {
    method: 'GET',
    template: '/jobs/{id}/hiring-team',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => wholeList(getJob(account, parameter('id')).hiringTeam),
  },
];
