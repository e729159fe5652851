import { type ImportScope as ImportScopeMessage } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

/** Which candidates a connection brings: those that meet all it says. */
export interface ImportScope {
  /** Changed at the ATS in this year (UTC) or later. */
  readonly sinceYear?: number;
  /** Applied for one of these jobs, by the ATS's ids; never empty. */
  readonly jobExternalIds?: readonly string[];
}

/** What the ATS tells of a candidate that a scope is judged by; undefined where it cannot be understood. */
export interface ScopeFacts {
  readonly updatedTime: Date | undefined;
  readonly jobExternalIds: readonly string[] | undefined;
}

const FIRST_YEAR = 1990;
/** So many still fit into an address. */
const MAX_JOBS = 100;
/** So many choices of a year are counted. */
const YEARS = 10;

/** Throws InvalidInputError. Two messages that mean the same are the same scope. */
export function parseImportScope({ updatedSinceYear, jobExternalIds }: ImportScopeMessage, now: Date): ImportScope {
  const jobs = [...new Set(jobExternalIds.map((id) => id.trim()))].sort();
  const problems = [
    ...(updatedSinceYear === undefined || (updatedSinceYear >= FIRST_YEAR && updatedSinceYear <= now.getUTCFullYear())
      ? []
      : [{ field: 'import_scope.updated_since_year', description: `must be from ${FIRST_YEAR} to ${now.getUTCFullYear()}` }]),
    ...(jobs.length <= MAX_JOBS && !jobs.includes('') ? [] : [{ field: 'import_scope.job_external_ids', description: `must be at most ${MAX_JOBS} ids, none of them empty` }]),
  ];
  if (problems.length > 0) {
    throw new InvalidInputError(problems);
  }
  return { ...(updatedSinceYear === undefined ? {} : { sinceYear: updatedSinceYear }), ...(jobs.length === 0 ? {} : { jobExternalIds: jobs }) };
}

export function toImportScope({ sinceYear, jobExternalIds = [] }: ImportScope): ImportScopeMessage {
  return { updatedSinceYear: sinceYear, jobExternalIds: [...jobExternalIds] };
}

/** Tells scopes apart; empty for everybody. */
export function scopeKey({ sinceYear, jobExternalIds = [] }: ImportScope): string {
  return sinceYear === undefined && jobExternalIds.length === 0 ? '' : JSON.stringify([sinceYear ?? 0, ...jobExternalIds]);
}

export function sinceOf({ sinceYear }: ImportScope): Date | undefined {
  return sinceYear === undefined ? undefined : new Date(Date.UTC(sinceYear, 0, 1));
}

/** What cannot be judged is in: odd records are to be seen, not dropped. */
export function isInScope({ updatedTime, jobExternalIds }: ScopeFacts, scope: ImportScope): boolean {
  const since = sinceOf(scope);
  const { jobExternalIds: wanted } = scope;
  return (since === undefined || updatedTime === undefined || updatedTime >= since) && (wanted === undefined || jobExternalIds === undefined || jobExternalIds.some((id) => wanted.includes(id)));
}

/** The years one can choose from, the present one first. */
export function yearsToChoose(now: Date): number[] {
  return Array.from({ length: YEARS }, (_, index) => now.getUTCFullYear() - index);
}

export interface ScopeCounts {
  readonly total: number;
  readonly inScope: number;
  readonly mirrored: number;
  readonly mirroredOutside: number;
}

/** What choosing a scope does, for people. */
export function describeScope({ total, inScope, mirrored, mirroredOutside }: ScopeCounts): string {
  const stays = mirroredOutside === 0 ? '' : ` ${mirroredOutside} that are mirrored are outside: they stay, and are kept up to date.`;
  return `Brings ${inScope} of ${total} candidates; ${mirrored - mirroredOutside} of these are mirrored already.${stays}`;
}
