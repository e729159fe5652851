import { createRandom, type Random } from '../random';
import { uuidOf } from '../identifiers';
import { type JobDraft } from './job-draft';
import { type PersonCore } from './person-core';
import { pickActiveProcess, sourceValues, type HiringProcess, type Reason, type ReferenceLists, type SourceValue } from './reference-lists';

export type ApplicationStatus = 'LEAD' | 'NEW' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN' | 'TRANSFERRED';

export interface StatusStep {
  readonly at: number;
  readonly status: ApplicationStatus;
  readonly subStatus?: string;
}

export interface ApplicationDraft {
  readonly id: string;
  readonly job: JobDraft;
  readonly source: SourceValue;
  readonly steps: readonly [StatusStep, ...StatusStep[]];
  readonly reason: Reason | undefined;
}

/** What is needed to draw funnels; one per population. */
export interface FunnelContext {
  readonly seed: number;
  readonly referenceDate: number;
  readonly lists: ReferenceLists;
  readonly sources: readonly SourceValue[];
  /** Jobs one can apply for. */
  readonly openJobs: readonly JobDraft[];
  readonly jobsByOccupation: ReadonlyMap<string, readonly JobDraft[]>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const createFunnelContext = (seed: number, referenceDate: number, lists: ReferenceLists, jobs: readonly JobDraft[]): FunnelContext => {
  const openJobs = jobs.filter((job) => !job.isTemplate);
  return { seed, referenceDate, lists, sources: sourceValues(lists), openJobs, jobsByOccupation: Map.groupBy(openJobs, (job) => job.occupation.name) };
};

/** Chances to be rejected or to withdraw before the next stage. */
const stages = [
  { status: 'NEW', rejected: 0.34, withdrawn: 0.03 },
  { status: 'IN_REVIEW', rejected: 0.4, withdrawn: 0.06 },
  { status: 'INTERVIEW', rejected: 0.58, withdrawn: 0.1 },
  { status: 'OFFERED', rejected: 0.03, withdrawn: 0.2 },
  { status: 'HIRED', rejected: 0, withdrawn: 0 },
] as const;

type Stage = (typeof stages)[number]['status'];

const subStatusesOf = (process: HiringProcess, status: Stage): readonly string[] =>
  status === 'IN_REVIEW' || status === 'INTERVIEW' || status === 'OFFERED' ? process.subStatuses[status] : [];

const drawEnding = (stage: (typeof stages)[number], random: Random): ApplicationStatus | undefined => {
  const draw = random.fraction();
  if (draw < stage.rejected) return 'REJECTED';
  if (draw < stage.rejected + stage.withdrawn) return 'WITHDRAWN';
  return draw > 0.99 && stage.status !== 'HIRED' ? 'TRANSFERRED' : undefined;
};

/** A walk through the stages until rejection, withdrawal, hiring, today, or nobody caring any more. */
const drawSteps = (appliedAt: number, today: number, process: HiringProcess, random: Random): readonly [StatusStep, ...StatusStep[]] => {
  const wait = (): number => Math.round(HOUR + 16 * DAY * random.fraction() ** 2);
  const isLead = random.isChance(0.07);
  const steps: [StatusStep, ...StatusStep[]] = [{ at: appliedAt, status: isLead ? 'LEAD' : 'NEW' }];
  if (isLead && random.isChance(0.4)) return steps;
  let at = appliedAt;
  for (const stage of stages) {
    if (steps.at(-1)?.status !== stage.status) {
      const subStatuses = subStatusesOf(process, stage.status).filter(() => random.isChance(0.6));
      const entries = subStatuses.length === 0 ? [{}] : subStatuses.map((subStatus) => ({ subStatus }));
      for (const entry of entries) {
        at += wait();
        if (at >= today) return steps;
        steps.push({ at, status: stage.status, ...entry });
      }
    }
    if (random.isChance(0.07)) return steps;
    const ending = drawEnding(stage, random);
    if (ending !== undefined) {
      at += wait();
      if (at < today) steps.push({ at, status: ending });
      return steps;
    }
  }
  return steps;
};

const drawJobs = (core: PersonCore, context: FunnelContext, random: Random): readonly JobDraft[] => {
  const count = random.pickWeighted([{ share: 78, count: 1 }, { share: 16, count: 2 }, { share: 4.5, count: 3 }, { share: 1.5, count: 4 }]).count;
  const fitting = context.jobsByOccupation.get(core.occupation.name) ?? context.openJobs;
  const chosen = new Set<JobDraft>();
  for (let attempt = 0; attempt < 12 && chosen.size < count; attempt += 1) {
    chosen.add(random.pickSkewed(random.isChance(0.85) ? fitting : context.openJobs));
  }
  return [...chosen];
};

/** Applications of one candidate, earliest first; at least one. */
export const drawApplications = (core: PersonCore, context: FunnelContext, candidate: number): readonly ApplicationDraft[] => {
  const { seed, referenceDate, lists } = context;
  const random = createRandom(seed, 'funnel', candidate);
  const drafts = drawJobs(core, context, random).map((job): ApplicationDraft => {
    const appliedAt = Math.round(job.createdAt + HOUR + (referenceDate - job.createdAt - 2 * HOUR) * random.fraction());
    const steps = drawSteps(appliedAt, referenceDate, pickActiveProcess(lists, random), random);
    const last = steps.at(-1)?.status;
    const reasons = last === 'REJECTED' ? lists.rejectionReasons : lists.withdrawalReasons;
    const hasReason = (last === 'REJECTED' || last === 'WITHDRAWN') && random.isChance(0.85);
    return {
      id: uuidOf(seed, 'application', candidate, job.index),
      job,
      source: random.pickWeighted(context.sources),
      steps,
      reason: hasReason ? random.pickSkewed(reasons) : undefined,
    };
  });
  return drafts.sort((left, right) => left.steps[0].at - right.steps[0].at);
};
