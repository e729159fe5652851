import { type Command } from './command';
import { ConflictError, NotFoundError } from './errors';
import { asNewJob, createJob, patchJob } from './job-changes';
import { type Population } from './population/population';
import { type JobRecord } from './records';

export type JobCommand = Extract<Command, { type: 'drawJob' | 'createJob' | 'patchJob' | 'removeJob' }>;

const jobCommandTypes: readonly string[] = ['drawJob', 'createJob', 'patchJob', 'removeJob'] satisfies readonly JobCommand['type'][];

export const isJobCommand = (command: Command): command is JobCommand => jobCommandTypes.includes(command.type);

/** The job as it is after the command; undefined when it is gone. */
export const decideJob = (before: JobRecord | undefined, command: JobCommand, population: Population, at: number): JobRecord | undefined => {
  if (command.type === 'drawJob' || command.type === 'createJob') {
    if (before !== undefined) throw new ConflictError('JOB_ALREADY_EXISTS', 'There is a job of this id');
    return command.type === 'createJob' ? createJob(command.id, command.fields, at) : { ...asNewJob(population.readJob(command.job), at), id: command.id };
  }
  if (before === undefined) throw new NotFoundError('JOB_NOT_FOUND', 'No such job');
  return command.type === 'patchJob' ? patchJob(before, command.fields, at) : undefined;
};
