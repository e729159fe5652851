import { InvalidInputError } from '../domain/errors';
import { inOrderOfImportance, toListedAttachment } from '../domain/served-candidate';
import { created, noContent, type Answer } from '../http/exchange';
import { type ControlRequest, type ControlRoute } from './control-route';
import { chooseId, createRunner, getCandidate, type EntityContext } from './entity-context';
import { parseAttachment } from './parse-control-bodies';

export const createAttachmentControl = (context: EntityContext): readonly ControlRoute[] => {
  const run = createRunner(context);
  const list = '/control/candidates/{id}/attachments';
  const create = async ({ parameter, readJson }: ControlRequest): Promise<Answer> => {
    const { jobId, fields, source } = parseAttachment(await readJson());
    const record = getCandidate(context, parameter('id'));
    const filedUnder = jobId ?? inOrderOfImportance(record.applications)[0]?.jobId;
    if (filedUnder === undefined) throw new InvalidInputError('APPLICATION_REQUIRED', 'The candidate has no application to file it under');
    const id = chooseId(context, 'attachment', fields);
    run({ type: 'createAttachment', candidateId: record.id, jobId: filedUnder, id, fields, source });
    const attachment = getCandidate(context, record.id).attachments.find((one) => one.id === id);
    return created(attachment === undefined ? {} : toListedAttachment(attachment, context.state.account.addresses));
  };
  return [
    { method: 'POST', template: list, answer: create },
    {
      method: 'DELETE',
      template: `${list}/{attachment}`,
      answer: ({ parameter }) => {
        run({ type: 'removeAttachment', candidateId: parameter('id'), id: parameter('attachment') });
        return noContent;
      },
    },
  ];
};
