import { z } from 'zod';
import { chooseId, createRunner, type EntityContext } from '../control/entity-context';
import { ApiError, ConflictError, InvalidInputError, NotFoundError } from '../domain/errors';
import { withoutUndefined, type Json } from '../domain/json';
import { type SourceValue } from '../domain/population/reference-lists';
import { type CandidateRecord, type JobRecord } from '../domain/records';
import { toCandidateDetails } from '../domain/served-candidate';
import { created, noContent, type Answer } from '../http/exchange';
import { type ApiRequest, type ApiRoute } from './api-route';
import { getCandidate, prepareSearch } from './candidate-routes';

const sourceSchema = z.object({ sourceTypeId: z.string().min(1), sourceSubTypeId: z.string().optional(), sourceId: z.string() });

const anyObject = z.record(z.string(), z.json());

/** CandidateInput (API reference §3.6). */
const inputSchema = z.object({
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  email: z.email(),
  phoneNumber: z.string().optional(),
  location: anyObject.optional(),
  web: anyObject.optional(),
  tags: z.array(z.string()).optional(),
  education: z.array(anyObject).default([]),
  experience: z.array(anyObject).default([]),
  internal: z.boolean().optional(),
  sourceDetails: sourceSchema.optional(),
});

type CandidateInput = z.infer<typeof inputSchema>;

const parseInput = (body: Json | undefined): CandidateInput => {
  const parsed = inputSchema.safeParse(body);
  if (!parsed.success) throw new InvalidInputError('INVALID_REQUEST', z.prettifyError(parsed.error));
  return parsed.data;
};

/** Without source details it is the API itself (API reference §3.6). */
const findSource = ({ state }: EntityContext, details: CandidateInput['sourceDetails']): SourceValue => {
  const { account } = state;
  const wanted = details ?? { sourceTypeId: 'API', sourceId: account.sources.find(({ type }) => type === 'API')?.id ?? '' };
  const type = account.population.lists.sourceTypes.find(({ id }) => id === wanted.sourceTypeId);
  if (type === undefined) throw new NotFoundError('SOURCE_TYPE_NOT_FOUND', 'No such source type');
  if (wanted.sourceSubTypeId === undefined && type.subTypes.length > 1) throw new InvalidInputError('SUBTYPE_REQUIRED', 'The type has several sub-types');
  const values = type.values.filter(({ subType }) => wanted.sourceSubTypeId === undefined || subType === wanted.sourceSubTypeId);
  const source = values.find(({ id }) => id === wanted.sourceId);
  if (source !== undefined) return source;
  const isElsewhere = account.sources.some(({ id }) => id === wanted.sourceId);
  throw new InvalidInputError(isElsewhere ? 'INVALID_SOURCE_ID' : 'SOURCE_NOT_FOUND', 'The type has no such source');
};

const CLOSED = ['CANCELLED', 'FILLED'];

const getOpenJob = ({ state }: EntityContext, id: string): JobRecord => {
  const job = state.account.jobs.find(id);
  if (job === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'Job not found');
  const isClosed = CLOSED.some((status) => status === job.fields['status']);
  if (isClosed && state.switches().closed_job === 'refuse') throw new InvalidInputError('JOB_NOT_OPEN', 'The job is closed');
  return job;
};

/** The id of the profile the input belongs to: an existing one of the same e-mail and last name, or a new one. */
const putProfile = (context: EntityContext, run: ReturnType<typeof createRunner>, input: CandidateInput): string => {
  const { state } = context;
  const reading = state.switches().duplicate_candidate;
  const existing = reading === 'new_profile' ? undefined : state.account.candidates.findByContact(input.email, input.lastName);
  if (existing !== undefined && reading === 'conflict') throw new ConflictError('CANDIDATE_DATA_CONFLICT', 'There is a candidate of this e-mail and last name');
  if (existing !== undefined) return existing.id;
  const { sourceDetails: _source, ...fields } = input;
  const id = chooseId(context, 'candidate', {});
  run({ type: 'createCandidate', id, fields: withoutUndefined(fields) });
  return id;
};

const addToJob = (context: EntityContext, run: ReturnType<typeof createRunner>, candidateId: string, job: JobRecord, source: SourceValue): void => {
  const { duplicate_application, created_status } = context.state.switches();
  const hasApplied = context.state.account.candidates.find(candidateId)?.applications.some(({ jobId }) => jobId === job.id) === true;
  if (hasApplied && duplicate_application === 'conflict') throw new ConflictError('CANDIDATE_DATA_CONFLICT', 'The candidate is on this job already');
  if (hasApplied) return;
  const id = chooseId(context, 'application', {});
  run({ type: 'createApplication', candidateId, jobId: job.id, id, fields: { status: created_status, source: source.label } });
};

/** API reference §3.6: create, and create with a job; delete a candidate or an application. Nothing is idempotent but by the readings above. */
export const createExportRoutes = (context: EntityContext): readonly ApiRoute[] => {
  const run = createRunner(context);
  const { account } = context.state;
  const serve = (id: string): Answer => created(toCandidateDetails(getCandidate(account, id), account.addresses));
  const mayCreate = { method: 'POST', permissions: ['candidates_create'] } as const;
  const mayDelete = { method: 'DELETE', permissions: ['candidates_manage'] } as const;
  const findApplication = ({ parameter }: ApiRequest): readonly [CandidateRecord, string] => {
    const record = getCandidate(account, parameter('id'));
    const application = record.applications.find(({ jobId }) => jobId === parameter('jobId'));
    if (application === undefined) throw new ApiError(404, 'JOB_NOT_FOUND', 'The candidate is not assigned to this job');
    return [record, application.id];
  };
  return [
    {
      ...mayCreate,
      template: '/candidates',
      answer: async ({ readJson }) => {
        const input = parseInput(await readJson());
        findSource(context, input.sourceDetails);
        await prepareSearch(account, 'contacts');
        return serve(putProfile(context, run, input));
      },
    },
    {
      ...mayCreate,
      template: '/jobs/{id}/candidates',
      answer: async ({ parameter, readJson }) => {
        const input = parseInput(await readJson());
        await prepareSearch(account, 'contacts');
        const job = getOpenJob(context, parameter('id'));
        const source = findSource(context, input.sourceDetails);
        const id = putProfile(context, run, input);
        addToJob(context, run, id, job, source);
        return serve(id);
      },
    },
    {
      ...mayDelete,
      template: '/candidates/{id}',
      answer: ({ parameter }) => {
        run({ type: 'removeCandidate', id: getCandidate(account, parameter('id')).id });
        return noContent;
      },
    },
    {
      ...mayDelete,
      template: '/candidates/{id}/jobs/{jobId}',
      answer: (request) => {
        const [record, id] = findApplication(request);
        run({ type: 'removeApplication', candidateId: record.id, id });
        return noContent;
      },
    },
  ];
};
