import { ApplicationMode, type Filters, type NumberFilter, type TimeFilter, type ValueFilter } from '@secondlook/contracts';

import { filterNames, type ApplicationFilterName, type NumberFilterName, type TimeFilterName, type ValueFilterName } from './filters';

const VALUES: Readonly<Record<ValueFilterName, string>> = {
  location: 'location',
  currentCompany: 'current companies',
  currentTitle: 'current titles',
  pastCompany: 'past companies',
  pastTitle: 'past titles',
  company: 'companies',
  title: 'titles',
  skill: 'skills',
  school: 'schools',
  degree: 'degrees',
  major: 'majors',
  certification: 'certifications',
  language: 'languages',
  tag: 'tags',
  industry: 'industries',
  companySize: 'company sizes',
  group: 'groups',
  interest: 'interests',
  honor: 'honors',
  has: 'links and documents',
  match: 'match',
  matchBy: 'reasons for the match',
  furthestStage: 'furthest stage',
};

const APPLICATIONS: Readonly<Record<ApplicationFilterName, string>> = {
  status: 'status',
  subStatus: 'sub-status',
  job: 'job',
  rejectionReason: 'rejection reason',
  withdrawalReason: 'withdrawal reason',
  source: 'source',
};

const NUMBERS: Readonly<Record<NumberFilterName, readonly [before: string, after: string]>> = {
  yearsOfExperience: ['with', ' completed years of experience'],
  yearsInRole: ['with', ' completed years in the current role'],
  yearsAtCompany: ['with', ' completed years at the current company'],
  graduationYear: ['who graduated in', ''],
};

const TIMES: Readonly<Record<TimeFilterName, string>> = { lastUpdated: 'last updated', mirrored: 'mirrored', enriched: 'enriched' };

const WHICH: Readonly<Record<ApplicationMode, string>> = {
  [ApplicationMode.UNSPECIFIED]: 'with an application that has',
  [ApplicationMode.ANY]: 'with an application that has',
  [ApplicationMode.LATEST]: 'whose latest application has',
  [ApplicationMode.EVERY]: 'whose applications all have',
  [ApplicationMode.UNRECOGNIZED]: 'with an application that has',
};

/** What filters ask, as one English sentence. `jobName` tells a job by its id. */
export function describeFilters(filters: Filters, jobName: (jobId: string) => string): string {
  const clauses = [
    ...describeApplications(filters, jobName),
    ...filterNames.ofPeople.flatMap((name) => describeValues(VALUES[name], filters[name])),
    ...filterNames.numbers.flatMap((name) => describeNumbers(NUMBERS[name], filters[name])),
    ...filterNames.times.flatMap((name) => describeTimes(TIMES[name], filters[name])),
  ];
  return clauses.length === 0 ? 'All candidates.' : `Candidates ${joined(clauses, 'and')}.`;
}

function describeApplications(filters: Filters, jobName: (jobId: string) => string): string[] {
  const shown = (name: ApplicationFilterName, values: readonly string[], word: string) => quoted(name === 'job' ? values.map(jobName) : values, word);
  const included = filterNames.ofApplications.flatMap((name) => {
    const { anyOf = [], allOf = [] } = filters[name] ?? {};
    return [...(anyOf.length === 0 ? [] : [`${APPLICATIONS[name]} ${shown(name, anyOf, 'or')}`]), ...(allOf.length === 0 ? [] : [`${APPLICATIONS[name]} ${shown(name, allOf, 'and')}`])];
  });
  const excluded = filterNames.ofApplications.flatMap((name) => {
    const { noneOf = [] } = filters[name] ?? {};
    return noneOf.length === 0 ? [] : [`${filters.applicationMode === ApplicationMode.LATEST ? 'whose latest application does not have' : 'without any application that has'} ${APPLICATIONS[name]} ${shown(name, noneOf, 'or')}`];
  });
  const isUnknownIncluded = filterNames.ofApplications.some((name) => filters[name]?.includeUnknown === true);
  return [...(included.length === 0 ? [] : [`${WHICH[filters.applicationMode]} ${joined(included, 'and')}${isUnknownIncluded ? ' (or who have no application)' : ''}`]), ...excluded];
}

function describeValues(noun: string, filter: ValueFilter | undefined): string[] {
  const { anyOf = [], allOf = [], noneOf = [], includeUnknown = false } = filter ?? {};
  const included = [...(anyOf.length === 0 ? [] : [quoted(anyOf, 'or')]), ...(allOf.length === 0 ? [] : [quoted(allOf, 'and')])];
  return [
    ...(included.length === 0 ? [] : [`whose ${noun} include ${joined(included, 'and')}${includeUnknown ? ' (or are unknown)' : ''}`]),
    ...(noneOf.length === 0 ? [] : [`whose ${noun} do not include ${quoted(noneOf, 'or')}`]),
  ];
}

function describeNumbers([before, after]: readonly [string, string], filter: NumberFilter | undefined): string[] {
  const { min, max, includeUnknown = false } = filter ?? {};
  if (min === undefined && max === undefined) {
    return [];
  }
  const span = min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : min === max ? `${min}` : `${min} to ${max}`;
  return [`${before} ${span}${after}${includeUnknown ? ' (or unknown)' : ''}`];
}

function describeTimes(verb: string, filter: TimeFilter | undefined): string[] {
  const { fromTime, toTime, includeUnknown = false } = filter ?? {};
  const ends = [...(fromTime === undefined ? [] : [`from ${toMoment(fromTime)}`]), ...(toTime === undefined ? [] : [`until ${toMoment(toTime)}`])];
  return ends.length === 0 ? [] : [`${verb} ${ends.join(' ')}${includeUnknown ? ' (or never)' : ''}`];
}

const toMoment = (time: Date) => time.toISOString().replace('T', ' ').replace(/(?::00)?\.000Z$/, ' UTC');

function quoted(values: readonly string[], word: string): string {
  return joined(values.map((value) => `“${value}”`), word);
}

function joined(parts: readonly string[], word: string): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
