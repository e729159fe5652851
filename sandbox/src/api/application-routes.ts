import { type Account } from '../domain/account';
import { InvalidInputError, NotFoundError } from '../domain/errors';
import { isJsonObject, withoutUndefined, type Json } from '../domain/json';
import { toTimestamp, type ApplicationRecord, type CandidateRecord } from '../domain/records';
import { toApplicationDetails, toListedAttachment, toPropertyList } from '../domain/served-candidate';
import { ok } from '../http/exchange';
import { wholeList, type ApiRequest, type ApiRoute } from './api-route';
import { getCandidate } from './candidate-routes';
import { parseChoices } from './query-parameters';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Found {
  readonly record: CandidateRecord;
  readonly application: ApplicationRecord;
}

const createFinder =
  (account: Account) =>
  ({ parameter }: ApiRequest): Found => {
    const record = getCandidate(account, parameter('id'));
    const application = record.applications.find(({ jobId }) => jobId === parameter('jobId'));
    if (application === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'The candidate is not assigned to this job');
    return { record, application };
  };

const propertyContexts = ['PROFILE', 'OFFER_FORM', 'HIRE_FORM', 'OFFER_APPROVAL_FORM'] as const;

/** A property the account does not define belongs to every context. */
const inContext =
  (account: Account, contexts: readonly string[]) =>
  (property: Json): boolean => {
    const id = isJsonObject(property) ? property['id'] : undefined;
    const definition = account.population.lists.candidateProperties.find((one) => one.id === id);
    return contexts.length === 0 || definition === undefined || contexts.some((context) => definition.context.includes(context));
  };

const applicationById = (account: Account): ApiRoute => ({
  method: 'GET',
  template: '/job-applications-api/v202112/job-applications/{id}',
  permissions: ['job_applications_read'],
  answer: ({ parameter }) => {
    const id = parameter('id');
    if (!UUID.test(id)) throw new InvalidInputError('INVALID_JOB_APPLICATION_ID', 'The id is not a UUID');
    const record = account.candidates.findByApplication(id);
    const application = record?.applications.find((one) => one.id === id);
    if (record === undefined || application === undefined) throw new NotFoundError('JOB_APPLICATION_NOT_FOUND', 'Job application not found');
    return ok(
      withoutUndefined({
        status: application.fields['status'],
        subStatus: application.fields['subStatus'],
        sourceIdentifier: application.sourceId,
        createDate: toTimestamp(application.createdAt),
        profileId: record.id,
        jobId: application.jobId,
      }),
    );
  },
});

/** API reference §3.3 to §3.5, §4 and §6. */
export const createApplicationRoutes = (account: Account): readonly ApiRoute[] => {
  const find = createFinder(account);
  const { addresses } = account;
  const path = '/candidates/{id}/jobs/{jobId}';
  return [
    {
      method: 'GET',
      template: path,
      permissions: ['candidates_read'],
      answer: (request) => {
        const { record, application } = find(request);
        return ok(toApplicationDetails(record, application, addresses));
      },
    },
    {
      method: 'GET',
      template: `${path}/attachments`,
      permissions: ['candidates_read'],
      answer: (request) => {
        const { record, application } = find(request);
        const filed = record.attachments.filter(({ jobId }) => jobId === application.jobId);
        return wholeList(filed.map((attachment) => toListedAttachment(attachment, addresses)));
      },
    },
    {
      method: 'GET',
      template: `${path}/status/history`,
      permissions: ['candidate_status_read', 'candidates_status_read', 'candidates_read'],
      denialCode: 'NO_ACCESS_TO_CANDIDATE',
      answer: (request) => wholeList(find(request).application.history),
    },
    {
      method: 'GET',
      template: `${path}/properties`,
      permissions: ['candidates_read'],
      answer: (request) => {
        const { application } = find(request);
        const contexts = parseChoices(request.query, 'context', propertyContexts);
        return ok(toPropertyList({ ...application, properties: application.properties.filter(inContext(account, contexts)) }, addresses));
      },
    },
    applicationById(account),
  ];
};
