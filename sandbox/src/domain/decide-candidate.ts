import { addApplication, addAttachment, asNewcomer, createCandidate, patchApplication, patchCandidate, putConsent, removeApplication, removeAttachment } from './candidate-changes';
import { type Command } from './command';
import { type JobCommand } from './decide-job';
import { ConflictError, InvalidInputError, NotFoundError } from './errors';
import { type JobIndex } from './job-index';
import { type Json } from './json';
import { type Population } from './population/population';
import { type SourceValue } from './population/reference-lists';
import { type ApplicationRecord, type CandidateRecord } from './records';

export type CandidateCommand = Exclude<Command, JobCommand | { type: 'mergeCandidate' }>;

type Of<T extends CandidateCommand['type']> = Extract<CandidateCommand, { type: T }>;

export interface CandidateSurroundings {
  readonly population: Population;
  readonly jobs: Pick<JobIndex, 'find' | 'list'>;
  readonly sources: readonly SourceValue[];
}

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const titleOf = (fields: Readonly<Record<string, Json>>): string => textOf(fields['title']) ?? '';

const getApplication = (record: CandidateRecord, id: string): ApplicationRecord => {
  const application = record.applications.find((one) => one.id === id || one.jobId === id);
  if (application === undefined) throw new NotFoundError('APPLICATION_NOT_FOUND', 'The candidate has no such application');
  return application;
};

/** A drawn person may have chosen a job that was deleted meanwhile; any other will do. */
const drawNewcomer = (command: Of<'drawCandidate'>, { population, jobs }: CandidateSurroundings, at: number): CandidateRecord => {
  const drawn = population.readCandidate(command.candidate);
  const kept = drawn.applications.filter(({ jobId }) => jobs.find(jobId) !== undefined);
  const replacement = jobs.list({ statuses: [] })[0];
  const moved = drawn.applications
    .slice(0, replacement === undefined ? 0 : 1)
    .map((application) => ({ ...application, jobId: replacement?.id ?? '', jobTitle: titleOf(replacement?.fields ?? {}) }));
  const applications = kept.length > 0 ? kept : moved;
  const attachments = drawn.attachments.filter(({ jobId }) => applications.some((application) => application.jobId === jobId));
  return asNewcomer({ ...drawn, id: command.id, applications, attachments }, at);
};

const apply = (record: CandidateRecord, command: Of<'createApplication'>, { jobs, sources }: CandidateSurroundings, at: number): CandidateRecord => {
  const job = jobs.find(command.jobId);
  if (job === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'No such job');
  if (record.applications.some(({ jobId }) => jobId === job.id)) throw new ConflictError('ALREADY_APPLIED', 'The candidate has applied for this job');
  const wanted = textOf(command.fields['source']);
  const source = sources.find(({ label }) => label === wanted) ?? sources[0];
  if (source === undefined) throw new InvalidInputError('SOURCE_NOT_FOUND', 'The account has no sources');
  return addApplication(record, { id: command.id, job: { id: job.id, title: titleOf(job.fields) }, fields: command.fields, source }, at);
};

const amendApplication = (record: CandidateRecord, command: Of<'patchApplication'>, sources: readonly SourceValue[], at: number): CandidateRecord => {
  const application = getApplication(record, command.id);
  const label = textOf(command.fields['source']);
  const source = sources.find((one) => one.label === label);
  return patchApplication(record, application, command.fields, source?.id ?? application.sourceId, at);
};

const attach = (record: CandidateRecord, command: Of<'createAttachment'>, at: number): CandidateRecord => {
  const application = getApplication(record, command.jobId);
  return addAttachment(record, { id: command.id, jobId: application.jobId, fields: command.fields, source: command.source }, at);
};

const detach = (record: CandidateRecord, id: string, at: number): CandidateRecord => {
  if (!record.attachments.some((attachment) => attachment.id === id)) throw new NotFoundError('FILE_NOT_FOUND', 'The candidate has no such attachment');
  return removeAttachment(record, id, at);
};

/** The candidate as it is after the command; undefined when it is gone. */
export const decideCandidate = (
  before: CandidateRecord | undefined,
  command: CandidateCommand,
  surroundings: CandidateSurroundings,
  at: number,
): CandidateRecord | undefined => {
  if (command.type === 'drawCandidate' || command.type === 'createCandidate') {
    if (before !== undefined) throw new ConflictError('CANDIDATE_ALREADY_EXISTS', 'There is a candidate of this id');
    return command.type === 'createCandidate' ? createCandidate(command.id, command.fields, at) : drawNewcomer(command, surroundings, at);
  }
  if (before === undefined) throw new NotFoundError('CANDIDATE_NOT_FOUND', 'No such candidate');
  switch (command.type) {
    case 'patchCandidate':
      return patchCandidate(before, command.fields, at);
    case 'putConsent':
      return putConsent(before, command.consent, at);
    case 'removeCandidate':
      return undefined;
    case 'createApplication':
      return apply(before, command, surroundings, at);
    case 'patchApplication':
      return amendApplication(before, command, surroundings.sources, at);
    case 'removeApplication':
      return removeApplication(before, getApplication(before, command.id), at);
    case 'createAttachment':
      return attach(before, command, at);
    case 'removeAttachment':
      return detach(before, command.id, at);
  }
};
