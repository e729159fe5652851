import { uuidOf } from '../identifiers';
import { withoutUndefined, type JsonObject } from '../json';
import { createRandom, type Random } from '../random';
import { DOCX, toTimestamp, type ApplicationRecord, type AttachmentRecord, type CandidateRecord } from '../records';
import { drawCandidateFields } from './candidate-fields';
import { type ApplicationDraft } from './funnel';
import { type CandidateProperty, type ReferenceLists } from './reference-lists';
import { toCoverLetter, toResume } from './resume';
import { type ToldCandidate } from './told-candidate';

const DAY = 86_400_000;

const toPropertyValue = (property: CandidateProperty, random: Random): JsonObject => {
  if (property.type === 'SINGLE_SELECT') {
    const choice = random.pick(property.values);
    return { value: choice.id, valueLabel: choice.label };
  }
  if (property.type === 'CURRENCY') return { value: { code: random.pick(['EUR', 'USD', 'GBP']), value: 30_000 + 1000 * random.below(90) } };
  if (property.type === 'BOOLEAN') return { value: random.isChance(0.5) };
  if (property.type === 'NUMBER') return { value: random.below(30) };
  return { value: property.type === 'DATE' ? '2027-01-01' : random.pick(['Call after six', 'Met at the fair', 'Prefers e-mail']) };
};

const toProperties = (lists: ReferenceLists, random: Random): JsonObject[] => {
  if (!random.isChance(0.4)) return [];
  return lists.candidateProperties
    .filter(() => random.isChance(0.5))
    .map((property) => ({ id: property.id, label: property.label, type: property.type, ...toPropertyValue(property, random) }));
};

const toApplicationRecord = (draft: ApplicationDraft, lists: ReferenceLists, seed: number): ApplicationRecord => {
  const random = createRandom(draft.id, seed);
  const last = draft.steps.at(-1) ?? draft.steps[0];
  const reason = draft.reason === undefined ? undefined : { id: draft.reason.id, label: draft.reason.label };
  return {
    id: draft.id,
    jobId: draft.job.id,
    jobTitle: draft.job.title,
    createdAt: draft.steps[0].at,
    updatedAt: last.at,
    sourceId: draft.source.id,
    fields: withoutUndefined({
      status: last.status,
      subStatus: last.subStatus,
      startsOn: last.status === 'HIRED' ? toTimestamp(last.at + 45 * DAY) : undefined,
      source: draft.source.label,
      reasonOfRejection: last.status === 'REJECTED' ? reason : undefined,
      reasonOfWithdrawal: last.status === 'WITHDRAWN' ? reason : undefined,
    }),
    properties: toProperties(lists, random),
    history: draft.steps.map(({ at, status, subStatus }) => withoutUndefined({ changedOn: toTimestamp(at), status, subStatus })),
  };
};

/** How many files a candidate has is settled apart from what they say, so that ids can be known without drawing lives. */
export interface AttachmentPlan {
  readonly id: string;
  readonly part: 'resume' | 'cover letter';
  readonly application: ApplicationDraft;
}

export const planAttachments = (applications: readonly ApplicationDraft[], seed: number, candidate: number): readonly AttachmentPlan[] => {
  const random = createRandom(seed, 'attachments', candidate);
  return applications.flatMap((application, index): AttachmentPlan[] => {
    const id = (part: string): string => uuidOf(seed, part, candidate, application.job.index);
    const hasResume = index === 0 || random.isChance(0.4);
    const hasLetter = random.isChance(0.14);
    return [
      ...(hasResume ? [{ id: id('resume'), part: 'resume' as const, application }] : []),
      ...(hasLetter ? [{ id: id('cover letter'), part: 'cover letter' as const, application }] : []),
    ];
  });
};

const fileStem = (told: ToldCandidate, plan: AttachmentPlan, random: Random): string => {
  const name = `${told.name.given}_${told.name.family}`.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_');
  if (plan.part === 'cover letter') return random.pick([`${name}_cover_letter`, 'Cover letter', 'Motivation']);
  return random.pick([`${name}_CV`, `CV ${name}`, 'resume', 'CV', `${name}_resume_2026`, 'Lebenslauf']);
};

const formats = {
  pdf: { contentType: 'application/pdf', extension: 'pdf' },
  docx: { contentType: DOCX, extension: 'docx' },
  text: { contentType: 'text/plain', extension: 'txt' },
} as const;

const toAttachmentRecord = (plan: AttachmentPlan, told: ToldCandidate, seed: number, candidate: number): AttachmentRecord => {
  const random = createRandom(plan.id);
  const { contentType, extension } = told.resumeFormat === 'none' ? formats.text : formats[told.resumeFormat];
  const read = () => (plan.part === 'resume' ? toResume(told, seed, candidate) : toCoverLetter(told, plan.application.job.title));
  return {
    id: plan.id,
    jobId: plan.application.job.id,
    fields: {
      name: `${fileStem(told, plan, random)}.${extension}`,
      type: plan.part === 'resume' ? 'RESUME' : 'COVER_LETTER',
      contentType,
    },
    source: { kind: 'set', contentType, read },
  };
};

export interface CandidateContext {
  readonly seed: number;
  readonly candidate: number;
  readonly id: string;
  readonly lists: ReferenceLists;
}

export const toCandidateRecord = (told: ToldCandidate, applications: readonly ApplicationDraft[], context: CandidateContext): CandidateRecord => {
  const { seed, candidate, id, lists } = context;
  const records = applications.map((draft) => toApplicationRecord(draft, lists, seed));
  const isInternal = applications.some((draft) => draft.source.type === 'INTERNAL');
  const plans = told.resumeFormat === 'none' ? [] : planAttachments(applications, seed, candidate);
  return {
    id,
    createdAt: Math.min(...records.map((record) => record.createdAt)),
    updatedAt: Math.max(...records.map((record) => record.updatedAt)),
    fields: drawCandidateFields(told, seed, candidate, isInternal),
    applications: records,
    attachments: plans.map((plan) => toAttachmentRecord(plan, told, seed, candidate)),
  };
};
