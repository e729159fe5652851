import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Account } from '../domain/account';
import { isAddressQuery, type CandidateFilter } from '../domain/candidate-filter';
import { type CandidatePage } from '../domain/candidate-index';
import { InvalidInputError, NotFoundError } from '../domain/errors';
import { consentStatuses, type CandidateRecord } from '../domain/records';
import { inOrderOfImportance, toListedAttachmentOfCandidate, toCandidateDetails, toConsentDecisions, toConsentStatus, toListedCandidate, toPropertyList } from '../domain/served-candidate';
import { renderDocument } from '../documents/render-document';
import { earliest, type Switches } from '../domain/switches';
import { ok } from '../http/exchange';
import { wholeList, type ApiRoute } from './api-route';
import { pagedAnswer } from './paged-answer';
import { type PageClock } from './page-clock';
import { parseAgingPage, parseChoices, parseInstant, parseLimit, parseText } from './query-parameters';

const LIST = 'candidates';
const STANDARD_LIMIT = 10;
const PERMISSIONS = ['candidates_read'] as const;

const applicationStatuses = ['LEAD', 'NEW', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN', 'TRANSFERRED'] as const;

export const getCandidate = (account: Account, id: string): CandidateRecord => {
  const record = account.candidates.find(id);
  if (record === undefined) throw new NotFoundError('CANDIDATE_NOT_FOUND', 'Candidate not found');
  return record;
};

const parseFilter = (query: URLSearchParams, switches: Switches, outOfView: readonly string[]): CandidateFilter => {
  const updatedAfter = parseInstant(query, 'updatedAfter');
  const subStatus = parseText(query, 'subStatus');
  const text = parseText(query, 'q');
  const statuses = parseChoices(query, 'status', applicationStatuses);
  if (subStatus !== undefined && statuses.length === 0) throw new InvalidInputError('STATUS_REQUIRED', 'subStatus goes together with status only');
  return {
    order: switches.candidate_order,
    includesUnapplied: switches.unapplied_listed,
    ...(switches.deep_paging_cap === null ? {} : { cap: switches.deep_paging_cap }),
    jobIds: query.getAll('jobId'),
    statuses,
    consentStatuses: parseChoices(query, 'consentStatus', consentStatuses),
    outOfView,
    ...(updatedAfter === undefined ? {} : { updatedAfter: earliest(updatedAfter, switches) }),
    ...(subStatus === undefined ? {} : { subStatus }),
    ...(text === undefined ? {} : { query: text }),
  };
};

/** The page a query asks for, without those who are out of view. */
export const listCandidates = (account: Account, query: URLSearchParams, clock: PageClock, outOfView: readonly string[] = []): CandidatePage =>
  account.candidates.list(parseFilter(query, account.switches(), outOfView), Number(parseAgingPage(query, LIST, clock) ?? -1), parseLimit(query, STANDARD_LIMIT));

/** The first search of a large account takes a while; nobody else waits for it. */
export const prepareSearch = async (account: Account, kind: 'contacts' | 'texts'): Promise<void> => {
  for (const _ of account.candidates.prepare(kind)) await nextTurn();
};

const listRoute = (account: Account, clock: PageClock): ApiRoute => ({
  method: 'GET',
  template: '/candidates',
  permissions: PERMISSIONS,
  isList: true,
  answer: async ({ query, credential }) => {
    const text = parseText(query, 'q');
    if (text !== undefined) await prepareSearch(account, isAddressQuery(text) ? 'contacts' : 'texts');
    const limit = parseLimit(query, STANDARD_LIMIT);
    const page = listCandidates(account, query, clock, credential.candidatesOutOfView);
    const totalFound = Math.min(page.totalFound, account.switches().total_found_cap ?? Infinity);
    const content = page.records.map((record) => toListedCandidate(record, account.addresses));
    return pagedAnswer({ path: '/candidates', list: LIST, query, limit, issuedAt: clock.now(), totalFound, content, next: page.next?.toString() });
  },
});

const downloadRoute = (account: Account): ApiRoute => ({
  method: 'GET',
  template: '/candidates/attachments/{attachmentId}',
  permissions: PERMISSIONS,
  answer: async ({ parameter }) => {
    const id = parameter('attachmentId');
    const attachment = account.candidates.findByAttachment(id)?.attachments.find((one) => one.id === id);
    if (attachment === undefined) throw new NotFoundError('FILE_NOT_FOUND', 'File not found');
    const { contentType, name } = attachment.fields;
    return {
      status: 200,
      headers: { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(typeof name === 'string' ? name : id)}` },
      bytes: { contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream', content: await renderDocument(attachment.source) },
    };
  },
});

/** Deprecated, but what `actions` of the details point at (API reference §3.5, §4). */
const deprecatedRoutes = (account: Account): readonly ApiRoute[] => [
  {
    method: 'GET',
    template: '/candidates/{id}/attachments',
    permissions: PERMISSIONS,
    answer: ({ parameter }) =>
      wholeList(getCandidate(account, parameter('id')).attachments.map((attachment) => toListedAttachmentOfCandidate(attachment, account.addresses))),
  },
  {
    method: 'GET',
    template: '/candidates/{id}/properties',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => {
      const [primary] = inOrderOfImportance(getCandidate(account, parameter('id')).applications);
      return ok(primary === undefined ? {} : toPropertyList(primary, account.addresses));
    },
  },
];

/** API reference §3.1, §3.2 and §4. */
export const createCandidateRoutes = (account: Account, clock: PageClock): readonly ApiRoute[] => [
  listRoute(account, clock),
  downloadRoute(account),
  {
    method: 'GET',
    template: '/candidates/{id}',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => ok(toCandidateDetails(getCandidate(account, parameter('id')), account.addresses)),
  },
  {
    method: 'GET',
    template: '/candidates/{id}/consent',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => ok(toConsentStatus(getCandidate(account, parameter('id')))),
  },
  {
    method: 'GET',
    template: '/candidates/{id}/consents',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => ok(toConsentDecisions(getCandidate(account, parameter('id')))),
  },
  ...deprecatedRoutes(account),
];
