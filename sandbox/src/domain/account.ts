import { auditOfCandidate, auditOfJob, auditOfMerge, type AuditDraft } from './audit';
import { createCandidateIndex, type CandidateIndex } from './candidate-index';
import { type Command } from './command';
import { decideCandidate } from './decide-candidate';
import { decideJob, isJobCommand } from './decide-job';
import { differenceOfCandidate, differenceOfJob, type Difference, type Notification } from './difference';
import { InvalidInputError, NotFoundError } from './errors';
import { touchJob } from './job-changes';
import { isSameJson } from './json';
import { createJobIndex, type JobIndex } from './job-index';
import { differenceOfMerge, mergeCandidates } from './merge-candidates';
import { type Population } from './population/population';
import { sourceValues, type SourceValue } from './population/reference-lists';
import { type CandidateRecord, type JobRecord } from './records';
import { type Addresses, type ToUrl } from './served-candidate';
import { standardSwitches, type Switches } from './switches';

export interface Outcome extends Difference {
  readonly audit: readonly AuditDraft[];
}

/** One customer's ATS: a population and everything that happened to it since. */
export interface Account {
  readonly population: Population;
  readonly candidates: Pick<CandidateIndex, 'find' | 'findByApplication' | 'findByAttachment' | 'findByContact' | 'prepare' | 'list' | 'all'>;
  readonly jobs: Pick<JobIndex, 'find' | 'list'>;
  readonly sources: readonly SourceValue[];
  readonly addresses: Addresses;
  readonly switches: () => Switches;
  /** The moment of a change: the clock's, but never before the population's own past, nor before the change before it. */
  stamp(now: number): number;
  /** Does it and tells what is different. Throws before anything has changed. */
  run(command: Command, at: number): Outcome;
}

const toSourcePathOf =
  (sources: readonly SourceValue[]) =>
  (sourceId: string): string | undefined => {
    const source = sources.find(({ id }) => id === sourceId);
    if (source === undefined) return undefined;
    const isAmbiguous = sources.some(({ type, subType }) => type === source.type && subType !== source.subType);
    const query = isAmbiguous ? `?sourceSubType=${encodeURIComponent(source.subType)}` : '';
    return `/configuration/sources/${source.type}/values/${source.id}${query}`;
  };

export const createAccount = (population: Population, toUrl: ToUrl, switches: () => Switches = () => standardSwitches): Account => {
  const summaries = Array.from({ length: population.size }, (_, candidate) => population.summarise(candidate));
  const candidates = createCandidateIndex(population, summaries);
  const jobs = createJobIndex(population, summaries);
  const sources = sourceValues(population.lists);
  const addresses: Addresses = { toUrl, toSourcePath: toSourcePathOf(sources) };
  let latest = population.referenceDate;

  const putJob = (before: JobRecord | undefined, after: JobRecord | undefined): Difference => {
    if (after !== undefined) jobs.put(after);
    else if (before !== undefined) jobs.remove(before.id);
    return differenceOfJob(before, after, addresses);
  };
  const touchJobs = (jobIds: readonly string[], at: number): Difference[] =>
    jobIds
      .map((id) => jobs.find(id))
      .filter((job) => job !== undefined)
      .map((job) => putJob(job, touchJob(job, at)));

  /** Where only the profile moves `updatedOn`, it stays as it was for all else. */
  const withUpdatedOn = <R extends CandidateRecord | undefined>(before: CandidateRecord | undefined, after: R): R =>
    switches().updated_on_moves_with === 'profile' && before !== undefined && after !== undefined && isSameJson(before.fields, after.fields)
      ? { ...after, updatedAt: before.updatedAt }
      : after;
  const getCandidate = (id: string): CandidateRecord => {
    const record = candidates.find(id);
    if (record === undefined) throw new NotFoundError('CANDIDATE_NOT_FOUND', `No such candidate: ${id}`);
    return record;
  };
  const merge = (id: string, into: string, at: number): Outcome => {
    if (id === into) throw new InvalidInputError('SAME_CANDIDATE', 'A candidate is merged into another one');
    const [loser, before] = [getCandidate(id), getCandidate(into)];
    const after = withUpdatedOn(before, mergeCandidates(before, loser, at));
    // In this order: what moved belongs to the master from now on.
    candidates.remove(loser.id);
    candidates.put(after);
    const difference = differenceOfMerge({ before, after, loser }, addresses, switches().merge_emits === 'candidate.deleted');
    return { ...difference, audit: auditOfMerge(into, id) };
  };

  const moreOf = (command: Command): readonly Notification[] => {
    if (command.type !== 'removeApplication' || switches().application_deletion_emits === 'nothing') return [];
    return [{ name: 'candidate.updated', body: { id: command.candidateId }, link: `/candidates/${command.candidateId}` }];
  };
  const isSilent = (command: Command): boolean =>
    command.type === 'removeCandidate' && command.by === 'SYSTEM' && switches().retention_emits === 'nothing';

  return {
    population,
    candidates,
    jobs,
    sources,
    addresses,
    switches,
    stamp: (now) => (latest = Math.max(latest, Math.round(now))),
    run: (command, at) => {
      latest = Math.max(latest, at);
      if (command.type === 'mergeCandidate') return merge(command.id, command.into, at);
      if (isJobCommand(command)) {
        const before = jobs.find(command.id);
        const after = decideJob(before, command, population, at);
        return { ...putJob(before, after), audit: auditOfJob(before, after) };
      }
      const candidateId = 'candidateId' in command ? command.candidateId : command.id;
      const before = candidates.find(candidateId);
      const after = withUpdatedOn(before, decideCandidate(before, command, { population, jobs, sources }, at));
      if (after !== undefined) candidates.put(after);
      else candidates.remove(candidateId);
      const difference = differenceOfCandidate(before, after, addresses);
      const known = new Set(before?.applications.map(({ id }) => id));
      const newJobs = after?.applications.filter(({ id }) => !known.has(id)).map(({ jobId }) => jobId) ?? [];
      const touched = touchJobs(newJobs, at);
      return {
        changes: [...difference.changes, ...touched.flatMap(({ changes }) => changes)],
        notifications: isSilent(command) ? [] : [...difference.notifications, ...moreOf(command)],
        audit: auditOfCandidate(command, before, after),
      };
    },
  };
};
