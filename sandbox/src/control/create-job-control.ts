import { NotFoundError } from '../domain/errors';
import { type Json } from '../domain/json';
import { toJobDetails } from '../domain/served-job';
import { created, noContent, ok, type Answer } from '../http/exchange';
import { type ControlRequest, type ControlRoute } from './control-route';
import { chooseId, createRunner, type EntityContext } from './entity-context';
import { parseFields } from './parse-control-bodies';

const serveJob = ({ state }: EntityContext, id: string): Json => {
  const record = state.account.jobs.find(id);
  if (record === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'No such job');
  return toJobDetails(record, state.account.addresses.toUrl);
};

export const createJobControl = (context: EntityContext): readonly ControlRoute[] => {
  const run = createRunner(context);
  const template = '/control/jobs/{id}';
  const create = async ({ readJson }: ControlRequest): Promise<Answer> => {
    const body = await readJson();
    const fields = body === undefined ? {} : parseFields(body);
    const id = chooseId(context, 'job', fields);
    const job = context.state.account.population.jobCount + context.state.count();
    run(body === undefined ? { type: 'drawJob', id, job } : { type: 'createJob', id, fields });
    return created(serveJob(context, id));
  };
  return [
    { method: 'POST', template: '/control/jobs', answer: create },
    {
      method: 'PATCH',
      template,
      answer: async ({ parameter, readJson }) => {
        run({ type: 'patchJob', id: parameter('id'), fields: parseFields(await readJson()) });
        return ok(serveJob(context, parameter('id')));
      },
    },
    {
      method: 'DELETE',
      template,
      answer: ({ parameter }) => {
        run({ type: 'removeJob', id: parameter('id') });
        return noContent;
      },
    },
  ];
};
