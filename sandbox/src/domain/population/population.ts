import { type CandidateRecord, type JobRecord } from '../records';
import { toCandidateRecord, planAttachments } from './candidate-record';
import { createFunnelContext, drawApplications, type ApplicationDraft } from './funnel';
import { drawJob, jobCountOf, type JobDraft } from './job-draft';
import { toJobRecord } from './job-record';
import { candidateIdOf, drawCandidateCore, REFERENCE_DATE, type PeopleOptions } from './people';
import { createReferenceLists, type ReferenceLists } from './reference-lists';
import { tellCandidate, tellContact, type ToldContact } from './told-candidate';

/** What lists and look-ups need of a candidate, without the candidate. */
export interface CandidateSummary {
  readonly id: string;
  readonly updatedAt: number;
  readonly applications: readonly ApplicationSummary[];
  readonly attachmentIds: readonly string[];
  readonly consentStatus?: string | undefined;
}

export interface ApplicationSummary {
  readonly id: string;
  readonly jobId: string;
  readonly createdAt: number;
  readonly status: string;
  readonly subStatus: string | undefined;
}

/** A company's ATS as it was on the reference date. Nothing is kept but the jobs' drafts: candidates are drawn when asked for. */
export interface Population {
  readonly size: number;
  readonly jobCount: number;
  readonly lists: ReferenceLists;
  readonly referenceDate: number;
  /** Cheap; also for numbers from `size` on: people who have not applied yet. */
  summarise(candidate: number): CandidateSummary;
  readCandidate(candidate: number): CandidateRecord;
  /** A quarter of the work of reading the candidate. */
  readContact(candidate: number): ToldContact;
  /** Without regard to its applications. */
  readJob(job: number): JobRecord;
}

const toSummary = (id: string, applications: readonly ApplicationDraft[], attachmentIds: readonly string[]): CandidateSummary => ({
  id,
  updatedAt: Math.max(...applications.map((draft) => (draft.steps.at(-1) ?? draft.steps[0]).at)),
  attachmentIds,
  applications: applications.map((draft) => {
    const last = draft.steps.at(-1) ?? draft.steps[0];
    return { id: draft.id, jobId: draft.job.id, createdAt: draft.steps[0].at, status: last.status, subStatus: last.subStatus };
  }),
});

export const createPopulation = (options: PeopleOptions): Population => {
  const { seed, size, referenceDate = REFERENCE_DATE } = options;
  const lists = createReferenceLists(seed);
  const jobs: JobDraft[] = Array.from({ length: jobCountOf(size) }, (_, index) => drawJob(seed, index, referenceDate));
  const context = createFunnelContext(seed, referenceDate, lists, jobs);
  const applicationsOf = (candidate: number) => drawApplications(drawCandidateCore(seed, candidate, referenceDate), context, candidate);
  return {
    size,
    jobCount: jobs.length,
    lists,
    referenceDate,
    summarise: (candidate) => {
      const applications = applicationsOf(candidate);
      // Those without a résumé own fewer ids than listed here; an id too many is never asked for.
      const attachmentIds = planAttachments(applications, seed, candidate).map((plan) => plan.id);
      return toSummary(candidateIdOf(seed, candidate), applications, attachmentIds);
    },
    readCandidate: (candidate) =>
      toCandidateRecord(tellCandidate(options, candidate), applicationsOf(candidate), {
        seed,
        candidate,
        id: candidateIdOf(seed, candidate),
        lists,
      }),
    readContact: (candidate) => tellContact(options, candidate),
    readJob: (job) => toJobRecord(jobs[job] ?? drawJob(seed, job, referenceDate), { seed, lists, referenceDate }),
  };
};
