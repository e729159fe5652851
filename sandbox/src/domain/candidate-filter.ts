import { isJsonObject, type Json } from './json';
import { type ApplicationSummary, type CandidateSummary } from './population/population';
import { type ToldContact } from './population/told-candidate';
import { type CandidateRecord } from './records';

/** Criteria of `GET /candidates`; a candidate must meet all of them (API reference §3.1). */
export interface CandidateFilter {
  readonly updatedAfter?: number;
  readonly jobIds: readonly string[];
  readonly statuses: readonly string[];
  readonly subStatus?: string;
  readonly consentStatuses?: readonly string[];
  /** Ids of those whom the credential may not see. */
  readonly outOfView?: readonly string[];
  readonly query?: string;
  /** Where candidates stand in the list; `stable` when absent. */
  readonly order?: 'stable' | 'latest_change_first';
  readonly includesUnapplied?: boolean;
  /** No page goes further than so many items. */
  readonly cap?: number;
}

const meets = (application: ApplicationSummary, filter: CandidateFilter): boolean =>
  (filter.jobIds.length === 0 || filter.jobIds.includes(application.jobId)) &&
  (filter.statuses.length === 0 || filter.statuses.includes(application.status)) &&
  (filter.subStatus === undefined || filter.subStatus === application.subStatus);

const admitsUnapplied = ({ includesUnapplied, jobIds, statuses, subStatus }: CandidateFilter): boolean =>
  includesUnapplied === true && jobIds.length === 0 && statuses.length === 0 && subStatus === undefined;

/** Job and status are criteria of one application; `updatedAfter` includes its instant. */
export const meetsSummaryCriteria = (summary: CandidateSummary, filter: CandidateFilter): boolean =>
  (filter.updatedAfter === undefined || summary.updatedAt >= filter.updatedAfter) &&
  ((filter.consentStatuses?.length ?? 0) === 0 || (summary.consentStatus !== undefined && filter.consentStatuses?.includes(summary.consentStatus) === true)) &&
  (summary.applications.some((application) => meets(application, filter)) || (summary.applications.length === 0 && admitsUnapplied(filter)));

const words = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const textsOf = (list: Json | undefined, keys: readonly string[]): string[] =>
  Array.isArray(list) ? list.filter(isJsonObject).flatMap((item) => keys.map((key) => textOf(item[key]))) : [];

export const contactOf = ({ fields }: CandidateRecord): ToldContact => ({ email: textOf(fields['email']), lastName: textOf(fields['lastName']) });

export const isSameContact = (left: ToldContact, right: ToldContact): boolean =>
  left.email.toLowerCase() === right.email.toLowerCase() && left.lastName.toLowerCase() === right.lastName.toLowerCase();

/** An e-mail address in quotes is looked for in e-mail addresses only, which are known without reading everybody. */
export const isAddressQuery = (query: string): boolean => /^"[^"\s]+@[^"\s]+"$/.test(query);

export const addressTextOf = ({ email }: ToldContact): string => ` ${words(email).join(' ')} `;

export const searchTextOf = ({ fields }: CandidateRecord): string => {
  const own = ['firstName', 'lastName', 'email'].map((key) => textOf(fields[key]));
  const found = [...own, ...textsOf(fields['experience'], ['title', 'company']), ...textsOf(fields['education'], ['institution'])];
  return ` ${words(found.join(' ')).join(' ')} `;
};

/** Words are alternatives; a text in double quotes must occur as a whole. No stemming (API reference §3.1, parameter q). */
export const meetsQuery = (searchText: string, query: string): boolean => {
  const phrases = Array.from(query.matchAll(/"([^"]*)"|([^"\s]+)/g), ([, phrase, word]) => words(phrase ?? word ?? ''));
  const told = phrases.filter((phrase) => phrase.length > 0);
  return told.length === 0 || told.some((phrase) => searchText.includes(` ${phrase.join(' ')} `));
};
