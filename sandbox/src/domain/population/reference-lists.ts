import { uuidOf } from '../identifiers';
import { type Random } from '../random';

export interface Reason {
  readonly id: string;
  readonly label: string;
}

export interface SourceValue {
  readonly id: string;
  readonly type: string;
  readonly subType: string;
  readonly label: string;
  readonly share: number;
}

export interface SourceType {
  readonly id: string;
  readonly label: string;
  readonly subTypes: readonly string[];
  readonly values: readonly SourceValue[];
}

export interface HiringProcess {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly subStatuses: Readonly<Record<'IN_REVIEW' | 'INTERVIEW' | 'OFFERED', readonly string[]>>;
}

export interface CandidateProperty {
  readonly id: string;
  readonly label: string;
  readonly type: 'BOOLEAN' | 'CURRENCY' | 'DATE' | 'NUMBER' | 'TEXT' | 'SINGLE_SELECT';
  readonly context: readonly string[];
  /** Choices of a SINGLE_SELECT. */
  readonly values: readonly Reason[];
}

/** What an administrator has configured in this account. */
export interface ReferenceLists {
  readonly rejectionReasons: readonly Reason[];
  readonly withdrawalReasons: readonly Reason[];
  readonly departments: readonly Reason[];
  readonly sourceTypes: readonly SourceType[];
  readonly hiringProcesses: readonly HiringProcess[];
  readonly candidateProperties: readonly CandidateProperty[];
}

const rejectionLabels = ['Not enough experience', 'Missing skills', 'Salary expectations too high', 'Position filled', 'Did not pass the interview', 'No work permit', 'Overqualified', 'Culture fit', 'Did not show up', 'Duplicate application'];
const withdrawalLabels = ['Accepted another offer', 'Salary', 'Location', 'Personal reasons', 'Process took too long', 'Counter-offer of the employer', 'No longer interested'];
const departmentLabels = ['Engineering', 'Data', 'Manufacturing', 'Construction', 'Sales', 'Marketing', 'Product', 'Finance', 'People', 'Operations', 'Legal', 'Care', 'Education', 'Customer Success', 'Supply Chain', 'Design', 'Retail', 'Research', 'Hospitality'];

/** Type, label, then sub-types with their sources and weights: "sub-type: source*weight, source*weight". */
const sources: readonly (readonly [string, string, readonly string[]])[] = [
  ['JOB_BOARD', 'Job boards', ['PAID: JobLantern*22, WorkHarbor*14, NurseJobs Daily*4', 'FREE: OpenVacancy*9, CityJobs*6']],
  ['CAREER_SITE', 'Career site', ['COMPANY: Company website*24']],
  ['SOCIAL', 'Social networks', ['NETWORK: LinkedIn*20, Chirper*2']],
  ['REFERRAL', 'Referrals', ['EMPLOYEE: Employee referral*11']],
  ['AGENCY', 'Agencies', ['STAFFING: Brightmoor Staffing*4, Kestrel Staffing*3', 'SEARCH: Quillon Search*2']],
  ['INTERNAL', 'Internal mobility', ['EMPLOYEE: Internal application*4']],
  ['EVENT', 'Events', ['FAIR: University fair*3', 'MEETUP: Community meet-up*2']],
  ['API', 'API', ['INTEGRATION: API*1']],
];

const processes: readonly (readonly [string, boolean, HiringProcess['subStatuses']])[] = [
  ['Standard', true, { IN_REVIEW: ['CV screening', 'Phone screen', 'Hiring manager review'], INTERVIEW: ['First interview', 'Technical interview', 'Final interview'], OFFERED: ['Offer prepared', 'Offer sent', 'Offer Accepted'] }],
  ['Volume hiring', true, { IN_REVIEW: ['CV screening', 'Questionnaire'], INTERVIEW: ['Trial day', 'Group interview'], OFFERED: ['Offer sent', 'Contract signed'] }],
  ['Old process (2019)', false, { IN_REVIEW: ['Round 1'], INTERVIEW: ['Round 2'], OFFERED: ['Round 3'] }],
];

const properties: readonly (readonly [string, CandidateProperty['type'], readonly string[], readonly string[]])[] = [
  ['Notice period', 'SINGLE_SELECT', ['PROFILE', 'OFFER_FORM'], ['Immediately', '1 month', '3 months', '6 months']],
  ['Salary expectation', 'CURRENCY', ['PROFILE', 'OFFER_FORM'], []],
  ['Willing to relocate', 'BOOLEAN', ['PROFILE'], []],
  ['Years of experience', 'NUMBER', ['PROFILE'], []],
  ['Available from', 'DATE', ['PROFILE', 'HIRE_FORM'], []],
  ['Recruiter note', 'TEXT', ['PROFILE'], []],
];

const toSourceType = (seed: number, [id, label, subTypes]: (typeof sources)[number]): SourceType => {
  const values = subTypes.flatMap((text) => {
    const [subType = '', list = ''] = text.split(': ');
    return list.split(', ').map((entry) => {
      const [name = '', share = '1'] = entry.split('*');
      return { id: uuidOf(seed, 'source', id, name), type: id, subType, label: name, share: Number(share) };
    });
  });
  return { id, label, subTypes: [...new Set(values.map((value) => value.subType))], values };
};

export const createReferenceLists = (seed: number): ReferenceLists => {
  const labelled = (kind: string, labels: readonly string[]): Reason[] => labels.map((label) => ({ id: uuidOf(seed, kind, label), label }));
  return {
    rejectionReasons: labelled('rejection reason', rejectionLabels),
    withdrawalReasons: labelled('withdrawal reason', withdrawalLabels),
    departments: labelled('department', departmentLabels),
    sourceTypes: sources.map((row) => toSourceType(seed, row)),
    hiringProcesses: processes.map(([name, active, subStatuses]) => ({ id: uuidOf(seed, 'process', name), name, active, subStatuses })),
    candidateProperties: properties.map(([label, type, context, choices]) => ({
      id: uuidOf(seed, 'property', label),
      label,
      type,
      context,
      values: labelled(`property ${label}`, choices),
    })),
  };
};

export const sourceValues = (lists: ReferenceLists): readonly SourceValue[] => lists.sourceTypes.flatMap((type) => type.values);

export const pickActiveProcess = (lists: ReferenceLists, random: Random): HiringProcess =>
  random.pickSkewed(lists.hiringProcesses.filter((process) => process.active));
