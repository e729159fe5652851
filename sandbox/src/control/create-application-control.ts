import { InvalidInputError } from '../domain/errors';
import { type Json } from '../domain/json';
import { type CandidateRecord } from '../domain/records';
import { toApplicationDetails } from '../domain/served-candidate';
import { created, noContent, ok, type Answer } from '../http/exchange';
import { type ControlRequest, type ControlRoute } from './control-route';
import { chooseId, createRunner, getCandidate, type EntityContext } from './entity-context';
import { parseFields, parseNewApplication } from './parse-control-bodies';

/** A real requisition the candidate has not applied for, if there is one; always the same for the same history. */
const chooseJob = ({ state }: EntityContext, record: CandidateRecord): string => {
  const applied = new Set(record.applications.map(({ jobId }) => jobId));
  const free = state.account.jobs.list({ statuses: [] }).filter(({ id, fields }) => !applied.has(id) && fields['template'] !== true);
  const job = free[state.count() % Math.max(1, free.length)];
  if (job === undefined) throw new InvalidInputError('JOB_REQUIRED', 'The candidate has applied for every job');
  return job.id;
};

const serveApplication = (context: EntityContext, candidateId: string, id: string): Json => {
  const record = getCandidate(context, candidateId);
  const application = record.applications.find((one) => one.id === id || one.jobId === id);
  return application === undefined ? {} : toApplicationDetails(record, application, context.state.account.addresses);
};

/** `{application}` is the application's id, or its job's: the ATS knows an application by candidate and job (API reference §3.3). */
export const createApplicationControl = (context: EntityContext): readonly ControlRoute[] => {
  const run = createRunner(context);
  const list = '/control/candidates/{id}/applications';
  const create = async ({ parameter, readJson }: ControlRequest): Promise<Answer> => {
    const { jobId, fields } = parseNewApplication(await readJson());
    const record = getCandidate(context, parameter('id'));
    const id = chooseId(context, 'application', fields);
    run({ type: 'createApplication', candidateId: record.id, jobId: jobId ?? chooseJob(context, record), id, fields });
    return created(serveApplication(context, record.id, id));
  };
  return [
    { method: 'POST', template: list, answer: create },
    {
      method: 'PATCH',
      template: `${list}/{application}`,
      answer: async ({ parameter, readJson }) => {
        const candidateId = parameter('id');
        run({ type: 'patchApplication', candidateId, id: parameter('application'), fields: parseFields(await readJson()) });
        return ok(serveApplication(context, candidateId, parameter('application')));
      },
    },
    {
      method: 'DELETE',
      template: `${list}/{application}`,
      answer: ({ parameter }) => {
        run({ type: 'removeApplication', candidateId: parameter('id'), id: parameter('application') });
        return noContent;
      },
    },
  ];
};
