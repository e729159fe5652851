import { ConsentState, Outcome, TextState, type Attachment, type Candidate, type DocumentText, type Education, type Fact, type PersonName, type Place, type Position } from '@secondlook/contracts';

import { furthest, toSearchedApplication, toShown, type SearchedApplication, type ShownApplication } from './application-document';
import { currentOf } from './current';
import { present, toSearchedPerson, withReadableDates, type Person, type SearchedPerson } from './person-document';
import { type Stage } from './query/values';
import { shownText } from './shown-text';
import { fold } from './text/fold';

/**
 * A candidate in the index: what is shown (stored, never searched), searched, filtered and counted. The mirror's version is the
 * document's external version. A deleted one is nothing but id and version. A hidden one shows nothing and no search finds it: one whose
 * consent ended is counted by the searches that would find it, one out of view is nothing but that.
 */
export interface CandidateDocument extends Partial<SearchedPerson> {
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
  /** Only of deleted ones: when they may be forgotten. */
  readonly deleted_time?: string;
  /** Kept from all results, and why. */
  readonly hidden?: 'out_of_view' | 'consent_ended';
  readonly shown?: ShownCandidate;
  /** For filters that are about one and the same application. */
  readonly applications?: readonly SearchedApplication[];
  /** Jobs are searched in an index of their own: renaming one touches one document. */
  readonly job_ids?: readonly string[];
  readonly last_updated?: string;
  readonly mirrored_at?: string;
  readonly enriched_at?: string;
  /** The furthest of any application. */
  readonly stage_reached?: Stage;
  readonly matched?: boolean;
  readonly match_state?: MatchState;
  readonly match_by?: readonly string[];
  /** The source's id, and ours. */
  readonly id_codes?: readonly string[];
  readonly name_order?: string;
}

export type MatchState = 'matched' | 'unmatched' | 'needs_review';

export interface ShownCandidate {
  readonly name: string;
  readonly headline: string;
  readonly location: string;
  readonly last_updated: string;
  readonly applications: readonly ShownApplication[];
  readonly matched: boolean;
  readonly linkedin_url: string;
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
  const person = toSearchedPerson(toPerson(candidate, known), now);
  const applications = candidate.applications.map(toSearchedApplication);
  const stage = furthest(applications.flatMap(({ stage_reached: reached }) => reached ?? []));
  const lastUpdated = candidate.atsUpdatedTime?.toISOString() ?? '';
  const searched = {
    id,
    version,
    deleted,
    ...person,
    applications,
    job_ids: [...new Set(applications.map(({ job_id }) => job_id))],
    ...present({
      last_updated: lastUpdated === '' ? undefined : lastUpdated,
      mirrored_at: candidate.mirroredTime?.toISOString(),
      enriched_at: enrichedDate(candidate.facts?.facts ?? []),
    }),
    ...(stage === undefined ? {} : { stage_reached: stage }),
    matched: candidate.facts !== undefined,
    match_state: matchStateOf(candidate),
    match_by: matchedBy(candidate),
    id_codes: [id, candidate.externalId.toLowerCase()].filter((code) => code !== ''),
    has: [...person.has, ...attachmentFlags(candidate)],
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

/** The newest day on which any of the facts was seen. */
function enrichedDate(facts: readonly Fact[]): string | undefined {
  return facts.map(({ observedDate }) => observedDate).filter((date) => /^\d{4}-\d{2}-\d{2}$/.test(date)).sort().at(-1);
}

function matchStateOf({ facts, decision }: Candidate): MatchState {
  if (facts !== undefined) {
    return 'matched';
  }
  return decision?.outcome === Outcome.ASK ? 'needs_review' : 'unmatched';
}

/** What speaks for the match, by kind of evidence and by site. */
function matchedBy({ decision, facts }: Candidate): string[] {
  if (decision?.outcome !== Outcome.MATCH || facts === undefined) {
    return [];
  }
  const supporting = decision.evidence.filter(({ supports, profileId }) => supports && profileId === decision.profileId);
  return [...new Set(supporting.flatMap(({ kind, value }) => [kind, value.split(':')[0] ?? '']))].filter((code) => code !== '');
}

function attachmentFlags({ attachments }: Candidate): string[] {
  const flags: Readonly<Record<string, boolean>> = {
    resume: attachments.some(isResume),
    attachment: attachments.length > 0,
    unreadable: attachments.some(({ textState }) => textState === TextState.UNREADABLE),
  };
  return Object.keys(flags).filter((flag) => flags[flag] === true);
}

function isResume({ type }: Attachment): boolean {
  return type === 'RESUME';
}

/** All that is known of a candidate as of a person. */
export function personOf(candidate: Candidate, now: Date): Person {
  return withReadableDates(toPerson(candidate, gather(candidate, now)));
}

function toPerson(candidate: Candidate, { facts, positions, education, places, urls }: Known): Person {
  const texts = (wanted: boolean) => candidate.attachments.flatMap((attachment) => (attachment.text === undefined || isResume(attachment) !== wanted ? [] : [wholeText(attachment.text)]));
  return {
    name: candidate.name,
    headlines: facts.headlines,
    places,
    positions,
    education,
    skills: facts.skills,
    certifications: facts.certifications,
    languages: facts.languages,
    tags: candidate.tags,
    resumes: texts(true),
    otherAttachments: texts(false),
    emails: [candidate.email],
    phones: [candidate.phone],
    urls,
  };
}

interface Known {
  readonly facts: SplitFacts;
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly places: readonly Place[];
  readonly urls: readonly string[];
  readonly headline: string;
  readonly location: string;
}

/** What the ATS and the matched profile say together. */
function gather(candidate: Candidate, now: Date): Known {
  const facts = splitFacts(candidate.facts?.facts ?? []);
  const positions = [...candidate.positions, ...facts.positions];
  const education = [...candidate.education, ...facts.education];
  const current = currentOf(positions, now);
  const places = [...(candidate.location === undefined ? [] : [candidate.location]), ...facts.places];
  const location = candidate.location?.text ?? facts.places[0]?.text ?? '';
  return {
    facts,
    positions,
    education,
    places,
    urls: [...candidate.links.map(({ url }) => url), ...facts.links],
    headline: toHeadline(current[0]) || (facts.headlines[0] ?? ''),
    location,
  };
}

export function toHeadline(position: Position | undefined): string {
  return [position?.title, position?.company].filter((part) => part !== undefined && part !== '').join(' at ');
}

interface SplitFacts {
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly headlines: readonly string[];
  readonly places: readonly Place[];
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
    places: facts.flatMap(({ value }) => (value?.$case === 'location' ? [value.value] : [])),
    links: facts.flatMap(({ value }) => (value?.$case === 'link' ? [value.value] : [])),
    skills: facts.flatMap(({ value }) => (value?.$case === 'skill' ? [value.value] : [])),
    languages: facts.flatMap(({ value }) => (value?.$case === 'language' ? [value.value] : [])),
    certifications: facts.flatMap(({ value }) => (value?.$case === 'certification' ? [value.value] : [])),
  };
}

/** The matched profile's page: never what the ATS holds. */
export function findLinkedinUrl({ links }: SplitFacts): string {
  return links.find((link) => /^https?:\/\/([\w-]+\.)*linkedin\.com\/in\//i.test(link)) ?? '';
}

/** A document is one value: a phrase may run from page to page, never from document to document. */
export function wholeText({ pages }: DocumentText): string {
  return pages.join('\n');
}
