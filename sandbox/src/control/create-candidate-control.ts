import { parseChoices } from '../api/query-parameters';
import { type Command } from '../domain/command';
import { type Json } from '../domain/json';
import { toCandidateDetails } from '../domain/served-candidate';
import { created, noContent, ok, type Answer } from '../http/exchange';
import { type ControlRoute } from './control-route';
import { chooseId, createRunner, getCandidate, type EntityContext } from './entity-context';
import { parseConsent, parseFields, parseMerge } from './parse-control-bodies';

const serveCandidate = (context: EntityContext, id: string): Json => toCandidateDetails(getCandidate(context, id), context.state.account.addresses);

const createCandidate = (context: EntityContext, run: (command: Command) => void, body: Json | undefined): Answer => {
  const fields = body === undefined ? {} : parseFields(body);
  const id = chooseId(context, 'candidate', fields);
  const candidate = context.state.account.population.size + context.state.count();
  run(body === undefined ? { type: 'drawCandidate', id, candidate } : { type: 'createCandidate', id, fields });
  return created(serveCandidate(context, id));
};

/** POST without a body draws somebody or something plausible; with one, exactly that is served. */
export const createCandidateControl = (context: EntityContext): readonly ControlRoute[] => {
  const run = createRunner(context);
  const template = '/control/candidates/{id}';
  return [
    { method: 'POST', template: '/control/candidates', answer: async ({ readJson }) => createCandidate(context, run, await readJson()) },
    {
      method: 'PATCH',
      template,
      answer: async ({ parameter, readJson }) => {
        run({ type: 'patchCandidate', id: parameter('id'), fields: parseFields(await readJson()) });
        return ok(serveCandidate(context, parameter('id')));
      },
    },
    {
      method: 'PUT',
      template: `${template}/consent`,
      answer: async ({ parameter, readJson }) => {
        run({ type: 'putConsent', id: parameter('id'), consent: parseConsent(await readJson()) });
        return noContent;
      },
    },
    {
      method: 'POST',
      template: `${template}/merge`,
      answer: async ({ parameter, readJson }) => {
        const { into } = parseMerge(await readJson());
        run({ type: 'mergeCandidate', id: parameter('id'), into });
        return ok(serveCandidate(context, into));
      },
    },
    {
      method: 'DELETE',
      template,
      answer: ({ parameter, query }) => {
        const by = parseChoices(query, 'by', ['USER', 'SYSTEM', 'CANDIDATE']).at(-1);
        run({ type: 'removeCandidate', id: parameter('id'), ...(by === undefined ? {} : { by }) });
        return noContent;
      },
    },
  ];
};
