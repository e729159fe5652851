import { type Filters, type TimeFilter, type ValueFilter } from '@secondlook/contracts';
import { InvalidInputError, requireAtMost } from '@secondlook/kit';

import { type EsQuery } from './compile/es-query';

const MAX_VALUES = 10_000;

/** The counted fields of the index, by the filter's name. */
const COUNTED_FIELDS = {
  location: 'counted.location',
  currentCompany: 'counted.current_company',
  currentTitle: 'counted.current_title',
  skill: 'counted.skill',
  school: 'counted.school',
} as const satisfies Partial<Record<keyof Filters, string>>;

export type CountedFilter = keyof typeof COUNTED_FIELDS;

export function countedField(filter: CountedFilter): string {
  return COUNTED_FIELDS[filter];
}

/** Between filters AND, inside one OR. Those about applications are bound to one and the same application. */
export function compileFilters(filters: Filters | undefined, ignored?: CountedFilter): EsQuery[] {
  if (filters === undefined) {
    return [];
  }
  const { status, subStatus, job, rejectionReason, withdrawalReason, source, lastUpdated } = filters;
  const ofApplication = [
    ...compileValues('status', 'applications.status', status),
    ...compileValues('sub_status', 'applications.sub_status', subStatus),
    ...compileValues('job', 'applications.job_id', job),
    ...compileValues('rejection_reason', 'applications.rejection_reason', rejectionReason),
    ...compileValues('withdrawal_reason', 'applications.withdrawal_reason', withdrawalReason),
    ...compileValues('source', 'applications.source', source),
  ];
  const counted = (name: string, filter: CountedFilter) => (filter === ignored ? [] : compileValues(name, COUNTED_FIELDS[filter], filters[filter]));
  return [
    ...(ofApplication.length === 0 ? [] : [{ nested: { path: 'applications', query: { bool: { filter: ofApplication } } } }]),
    ...compileTime('last_updated', lastUpdated),
    ...counted('location', 'location'),
    ...counted('current_company', 'currentCompany'),
    ...counted('current_title', 'currentTitle'),
    ...counted('skill', 'skill'),
    ...counted('school', 'school'),
  ];
}

/** Whether a counted filter is in use: only then do its own counts differ from those of the search. */
export function isUsed(filters: Filters | undefined, filter: CountedFilter): boolean {
  return (filters?.[filter]?.anyOf.length ?? 0) > 0;
}

function compileValues(name: string, field: string, filter: ValueFilter | undefined): EsQuery[] {
  const values = filter?.anyOf ?? [];
  requireAtMost(`filters.${name}.any_of`, values.length, MAX_VALUES);
  return values.length === 0 ? [] : [{ terms: { [field]: values } }];
}

function compileTime(field: string, filter: TimeFilter | undefined): EsQuery[] {
  const { fromTime, toTime } = filter ?? {};
  if (fromTime === undefined && toTime === undefined) {
    return [];
  }
  if (fromTime !== undefined && toTime !== undefined && fromTime > toTime) {
    throw new InvalidInputError([{ field: `filters.${field}`, description: 'from_time must not be after to_time' }]);
  }
  return [{ range: { [field]: { ...(fromTime === undefined ? {} : { gte: fromTime.toISOString() }), ...(toTime === undefined ? {} : { lte: toTime.toISOString() }) } } }];
}
