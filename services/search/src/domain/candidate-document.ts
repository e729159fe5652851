import { ConsentState, type Application, type Candidate, type DocumentText, type Education, type Fact, type PersonName, type Position } from '@secondlook/contracts';

import { isCurrent } from './current';
import { shownText } from './shown-text';
import { analyze } from './text/analyze';
import { cleanText } from './text/clean-text';
import { fold, withUmlautsWrittenOut } from './text/fold';
import { toTokenStreams, type AnalyzedValue, type TokenStreams } from './text/token-streams';

/**
 * A candidate in the index: what is shown (stored, never searched), searched, filtered and counted. The mirror's version is the
 * document's external version. A deleted one is nothing but id and version. A hidden one shows nothing and no search finds it: one whose
 * consent ended is counted by the searches that would find it, one out of view is nothing but that.
 */
export interface CandidateDocument {
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
  /** Only of deleted ones: when they may be forgotten. */
  readonly deleted_time?: string;
  /** Kept from all results, and why. */
  readonly hidden?: 'out_of_view' | 'consent_ended';
  readonly shown?: ShownCandidate;
  readonly text?: TokenStreams;
  /** For filters that are about one and the same application. */
  readonly applications?: readonly FilteredApplication[];
  /** Jobs are searched in an index of their own: renaming one touches one document. */
  readonly job_ids?: readonly string[];
  readonly last_updated?: string;
  readonly name_order?: string;
  readonly counted?: CountedCandidate;
}

export interface ShownCandidate {
  readonly name: string;
  readonly headline: string;
  readonly location: string;
  readonly last_updated: string;
  readonly applications: readonly ShownApplication[];
  readonly matched: boolean;
  readonly linkedin_url: string;
}

export interface ShownApplication extends FilteredApplication {
  readonly primary: boolean;
}

export interface FilteredApplication {
  readonly job_id: string;
  readonly status: string;
  readonly sub_status: string;
  readonly rejection_reason: string;
  readonly withdrawal_reason: string;
  readonly source: string;
}

/** Values as shown and as filtered by. */
export interface CountedCandidate {
  readonly location: readonly string[];
  readonly current_company: readonly string[];
  readonly current_title: readonly string[];
  readonly skill: readonly string[];
  readonly school: readonly string[];
}

/** Undefined for an incomplete candidate: there is nothing to show of it yet. */
export function toCandidateDocument(candidate: Candidate, now: Date): CandidateDocument | undefined {
  const { candidateId: id, version, deleted, incomplete } = candidate;
  if (deleted) {
    return { id, version, deleted, deleted_time: now.toISOString() };
  }
  if (incomplete) {
    return undefined;
  }
  if (candidate.outOfView) {
    return { id, version, deleted, hidden: 'out_of_view' };
  }
  const known = gather(candidate, now);
  const applications = candidate.applications.map(toFiltered);
  const lastUpdated = candidate.atsUpdatedTime?.toISOString() ?? '';
  const searched = {
    id,
    version,
    deleted,
    text: toTokenStreams(toSearchedValues(candidate, known)),
    applications,
    job_ids: [...new Set(applications.map(({ job_id }) => job_id))],
    ...(lastUpdated === '' ? {} : { last_updated: lastUpdated }),
    counted: known.counted,
  };
  if (candidate.consentState === ConsentState.ENDED) {
    return { ...searched, hidden: 'consent_ended' };
  }
  return {
    ...searched,
    shown: {
      name: shownText(candidate.name?.full ?? ''),
      headline: shownText(known.headline),
      location: shownText(known.location),
      last_updated: lastUpdated,
      applications: candidate.applications.map(toShown),
      matched: candidate.facts !== undefined,
      linkedin_url: findLinkedinUrl(known.facts),
    },
    name_order: toNameOrder(candidate.name),
  };
}

const MAX_ORDER_LENGTH = 256;

/** Cut, a pair of surrogates must not be left half: the index refuses that. */
export function toNameOrder(name: PersonName | undefined): string {
  return fold(name?.full ?? '').slice(0, MAX_ORDER_LENGTH).toWellFormed();
}

function toFiltered({ jobId, status, subStatus, rejectionReason, withdrawalReason, sourceLabel }: Application): FilteredApplication {
  return {
    job_id: jobId,
    status,
    sub_status: subStatus,
    rejection_reason: rejectionReason?.label ?? '',
    withdrawal_reason: withdrawalReason?.label ?? '',
    source: sourceLabel,
  };
}

function toShown(application: Application): ShownApplication {
  const { job_id, status, sub_status, rejection_reason, withdrawal_reason, source } = toFiltered(application);
  return {
    job_id,
    status: shownText(status),
    sub_status: shownText(sub_status),
    rejection_reason: shownText(rejection_reason),
    withdrawal_reason: shownText(withdrawal_reason),
    source: shownText(source),
    primary: application.primary,
  };
}

interface Known {
  readonly facts: SplitFacts;
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly headline: string;
  readonly location: string;
  readonly counted: CountedCandidate;
}

/** What the ATS and the matched profile say together. */
function gather(candidate: Candidate, now: Date): Known {
  const facts = splitFacts(candidate.facts?.facts ?? []);
  const positions = [...candidate.positions, ...facts.positions];
  const education = [...candidate.education, ...facts.education];
  const current = positions.filter((position) => isCurrent(position, now));
  const location = candidate.location?.text ?? facts.locations[0] ?? '';
  return {
    facts,
    positions,
    education,
    headline: toHeadline(current[0]) || (facts.headlines[0] ?? ''),
    location,
    counted: {
      location: distinct([location]),
      current_company: distinct(current.map(({ company }) => company)),
      current_title: distinct(current.map(({ title }) => title)),
      skill: distinct(facts.skills),
      school: distinct(education.map(({ school }) => school)),
    },
  };
}

export function toHeadline(position: Position | undefined): string {
  return [position?.title, position?.company].filter((part) => part !== undefined && part !== '').join(' at ');
}

interface SplitFacts {
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly headlines: readonly string[];
  readonly locations: readonly string[];
  readonly links: readonly string[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly certifications: readonly string[];
}

export function splitFacts(facts: readonly Fact[]): SplitFacts {
  return {
    positions: facts.flatMap(({ value }) => (value?.$case === 'position' ? [value.value] : [])),
    education: facts.flatMap(({ value }) => (value?.$case === 'education' ? [value.value] : [])),
    headlines: facts.flatMap(({ value }) => (value?.$case === 'headline' ? [value.value] : [])),
    locations: facts.flatMap(({ value }) => (value?.$case === 'location' ? [value.value.text] : [])),
    links: facts.flatMap(({ value }) => (value?.$case === 'link' ? [value.value] : [])),
    skills: facts.flatMap(({ value }) => (value?.$case === 'skill' ? [value.value] : [])),
    languages: facts.flatMap(({ value }) => (value?.$case === 'language' ? [value.value] : [])),
    certifications: facts.flatMap(({ value }) => (value?.$case === 'certification' ? [value.value] : [])),
  };
}

const MAX_COUNTED_LENGTH = 300;

/** Of values that fold alike the first is kept. */
function distinct(values: readonly string[]): string[] {
  const firsts = new Map<string, string>();
  for (const value of values.map((text) => text.trim().slice(0, MAX_COUNTED_LENGTH).toWellFormed()).filter((text) => text !== '')) {
    firsts.set(fold(value), firsts.get(fold(value)) ?? value);
  }
  return [...firsts.values()];
}

/** The matched profile's page: never what the ATS holds. */
export function findLinkedinUrl({ links }: SplitFacts): string {
  return links.find((link) => /^https?:\/\/([\w-]+\.)*linkedin\.com\/in\//i.test(link)) ?? '';
}

/** Everything bare words search, but job names: never e-mail, phone or reasons. */
function toSearchedValues(candidate: Candidate, { facts, positions, education, location }: Known): AnalyzedValue[] {
  const running = [
    ...facts.headlines,
    ...positions.flatMap(({ title, description }) => [title, description]),
    ...facts.skills,
    ...education.flatMap(({ degree, major, description }) => [degree, major, description]),
    ...facts.certifications,
    ...candidate.attachments.flatMap(({ text }) => (text === undefined ? [] : [wholeText(text)])),
  ];
  const exact = [
    ...nameForms(candidate.name),
    ...positions.flatMap((position) => [position.company, position.location]),
    ...education.map(({ school }) => school),
    location,
    ...facts.locations,
    ...facts.languages,
    ...candidate.tags,
  ];
  return [...toValues(exact, false), ...toValues(running, true)];
}

/** A document is one value: a phrase may run from page to page, never from document to document. */
export function wholeText({ pages }: DocumentText): string {
  return pages.join('\n');
}

/** A name is found in either order, and with ä ö ü written out. */
export function nameForms(name: PersonName | undefined): string[] {
  if (name === undefined) {
    return [];
  }
  const { full, given, family } = name;
  const orders = given !== '' && family !== '' ? [full, `${given} ${family}`, `${family} ${given}`] : [full];
  return [...new Set(orders.flatMap((order) => [order, withUmlautsWrittenOut(order) ?? order]))];
}

/** So many characters are searched in all: the index refuses documents that are too large. */
const MAX_SEARCHED_LENGTH = 2_000_000;

export function toValues(texts: readonly string[], stemmed: boolean): AnalyzedValue[] {
  let room = MAX_SEARCHED_LENGTH;
  const searched = [...new Set(texts)].map((text) => {
    const part = text.slice(0, room);
    room -= part.length;
    return part;
  });
  return searched.filter((text) => text !== '').map((text) => ({ analysis: analyze(cleanText(text)), stemmed }));
}
