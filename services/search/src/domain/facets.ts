import { Facet } from '@secondlook/contracts';

import { type ApplicationFilterName, type ValueFilterName, type YearsFilterName } from './filters';

/** What a facet counts: the values of a filter, of the document, of its applications, or bands of years. */
export type FacetKind =
  | { readonly of: 'values'; readonly filter: ValueFilterName }
  | { readonly of: 'applications'; readonly filter: ApplicationFilterName }
  | { readonly of: 'years'; readonly filter: YearsFilterName };

const values = (filter: ValueFilterName): FacetKind => ({ of: 'values', filter });
const applications = (filter: ApplicationFilterName): FacetKind => ({ of: 'applications', filter });
const years = (filter: YearsFilterName): FacetKind => ({ of: 'years', filter });

const FACETS: Readonly<Partial<Record<Facet, FacetKind>>> = {
  [Facet.LOCATION]: values('location'),
  [Facet.CURRENT_COMPANY]: values('currentCompany'),
  [Facet.CURRENT_TITLE]: values('currentTitle'),
  [Facet.PAST_COMPANY]: values('pastCompany'),
  [Facet.PAST_TITLE]: values('pastTitle'),
  [Facet.SKILLS]: values('skill'),
  [Facet.SCHOOL]: values('school'),
  [Facet.DEGREE]: values('degree'),
  [Facet.MAJOR]: values('major'),
  [Facet.INDUSTRY]: values('industry'),
  [Facet.COMPANY_SIZE]: values('companySize'),
  [Facet.CERTIFICATIONS]: values('certification'),
  [Facet.LANGUAGES]: values('language'),
  [Facet.GROUPS]: values('group'),
  [Facet.INTERESTS]: values('interest'),
  [Facet.HONORS]: values('honor'),
  [Facet.TAGS]: values('tag'),
  [Facet.YEARS_OF_EXPERIENCE]: years('yearsOfExperience'),
  [Facet.YEARS_IN_ROLE]: years('yearsInRole'),
  [Facet.STATUS]: applications('status'),
  [Facet.SUB_STATUS]: applications('subStatus'),
  [Facet.JOB]: applications('job'),
  [Facet.REJECTION_REASON]: applications('rejectionReason'),
  [Facet.WITHDRAWAL_REASON]: applications('withdrawalReason'),
  [Facet.SOURCE]: applications('source'),
};

export function findFacet(facet: Facet): FacetKind | undefined {
  return FACETS[facet];
}

/** Completed years, both ends included; the last has no end. Written as the filter that a click on it makes. */
export const BANDS: readonly { readonly value: string; readonly min: number; readonly max: number | undefined }[] = [
  { value: '0..0', min: 0, max: 0 },
  { value: '1..2', min: 1, max: 2 },
  { value: '3..5', min: 3, max: 5 },
  { value: '6..10', min: 6, max: 10 },
  { value: '11..15', min: 11, max: 15 },
  { value: '16..20', min: 16, max: 20 },
  { value: '>=21', min: 21, max: undefined },
];
