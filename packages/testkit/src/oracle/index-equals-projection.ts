import { ConsentState, type Candidate, type Fact, type Position } from '@secondlook/contracts';

import { scanIndex, type ScannedDocument } from './elasticsearch-scan';
import { readCandidates, readJobs } from './read-mirror';
import { canonical } from './sandbox-lines';
import { createTally, type Finding, type StackView, type Tally } from './view';

/**
 * I2: the index is the projection of the mirror: every live candidate once, at its version, every field what the design says it
 * must be. Written from the design, not from the service.
 */
export async function indexEqualsProjection(view: StackView): Promise<Finding> {
  const tally = createTally('I2', 'index = projection of the mirror');
  for (const tenant of view.tenants) {
    const candidates = await readCandidates(view, tenant);
    const live = new Map(candidates.filter(({ deleted, incomplete }) => !deleted && !incomplete).map((candidate) => [candidate.candidateId, candidate]));
    let [indexed, outOfView, consentEnded] = [0, 0, 0];
    for await (const document of scanIndex(view.elasticsearchUrl, `candidates-${tenant}`)) {
      if (document.source['deleted'] === true) {
        tally.check(Object.keys(document.source).every((field) => ['id', 'version', 'deleted', 'deleted_time'].includes(field)), () => `${tenant}: tombstone ${document.id} holds more than it may`);
        continue;
      }
      indexed += 1;
      outOfView += document.source['hidden'] === 'out_of_view' ? 1 : 0;
      consentEnded += document.source['hidden'] === 'consent_ended' ? 1 : 0;
      compareCandidate(tenant, document, live.get(document.id), tally);
      live.delete(document.id);
    }
    for (const id of live.keys()) {
      tally.check(false, () => `${tenant}: candidate ${id} is not in the index`);
    }
    const { totalSize, consentEndedSize } = await view.clients.search.searchCandidates({}, view.as(tenant));
    const shown = indexed - outOfView - consentEnded;
    tally.check(totalSize === shown, () => `${tenant}: search finds ${totalSize}, the index holds ${shown} that it may show`);
    tally.check(consentEndedSize === consentEnded, () => `${tenant}: search leaves out ${consentEndedSize}, the index holds ${consentEnded} whose consent ended`);
    await compareJobs(view, tenant, tally);
  }
  return tally.finding();
}

function compareCandidate(tenant: string, { id, version, source }: ScannedDocument, candidate: Candidate | undefined, tally: Tally): void {
  if (candidate === undefined) {
    tally.check(false, () => `${tenant}: candidate ${id} is in the index only`);
    return;
  }
  tally.check(version === candidate.version, () => `${tenant}: candidate ${id} is indexed at version ${version}, the mirror is at ${candidate.version}`);
  const expected = withoutHidden(candidate, project(candidate, new Date()));
  for (const [field, value] of Object.entries(expected)) {
    tally.check(canonical(within(source[field] ?? null, value)) === canonical(value), () => `${tenant}: candidate ${id}: ${field} is not what the mirror says`);
  }
  const roles = rolesOf(candidate, new Date());
  tally.check(candidate.outOfView || canonical(currencyOf(source)) === canonical(roles), () => `${tenant}: candidate ${id}: its positions are not what the mirror says`);
  const words = new Set(textOf(source).exact.split(' '));
  const missing = (candidate.outOfView ? [] : plainWords(candidate)).filter((word) => !words.has(word));
  tally.check(missing.length === 0, () => `${tenant}: candidate ${id}: ${missing.length} of its words are not searchable`);
}

async function compareJobs(view: StackView, tenant: string, tally: Tally): Promise<void> {
  const jobs = new Map((await readJobs(view, tenant)).map((job) => [job.jobId, job]));
  for await (const { id, version, source } of scanIndex(view.elasticsearchUrl, `jobs-${tenant}`)) {
    const job = jobs.get(id);
    const expected = job && shortened({ title: job.title, reference: job.reference, status: job.status, deleted_in_ats: job.deleted });
    tally.check(job?.version === version && canonical(source['shown']) === canonical(expected), () => `${tenant}: job ${id} is not what the mirror says`);
    jobs.delete(id);
  }
  for (const id of jobs.keys()) {
    tally.check(false, () => `${tenant}: job ${id} is not in the index`);
  }
}

/** Whoever is out of view is indexed as being there and nothing else; whose consent ended is searched for being counted, and shows nothing. */
function withoutHidden({ outOfView, consentState }: Candidate, projected: Record<string, unknown>): Record<string, unknown> {
  if (outOfView) {
    const { id, version, deleted, ...rest } = projected;
    return { ...Object.fromEntries([...Object.keys(rest), 'text', 'name_order'].map((field) => [field, null])), id, version, deleted, hidden: 'out_of_view' };
  }
  return consentState === ConsentState.ENDED ? { ...projected, shown: null, name_order: null, hidden: 'consent_ended' } : { ...projected, hidden: null };
}

/** The fields of a document that follow from the candidate alone. */
function project(candidate: Candidate, now: Date): Record<string, unknown> {
  const facts = candidate.facts?.facts ?? [];
  const positions = [...candidate.positions, ...facts.flatMap(({ value }) => (value?.$case === 'position' ? [value.value] : []))];
  const schools = [...candidate.education, ...facts.flatMap(({ value }) => (value?.$case === 'education' ? [value.value] : []))].map(({ school }) => school);
  const held = positions.filter((position) => isHeld(position, positions, now));
  const [first] = held;
  const headline = [first?.title, first?.company].filter((part) => part !== undefined && part !== '').join(' at ');
  const location = candidate.location?.text ?? firstValue(facts, 'location') ?? '';
  const applications = candidate.applications.map((application) => ({
    job_id: application.jobId,
    status: application.status,
    sub_status: application.subStatus,
    rejection_reason: application.rejectionReason?.label ?? '',
    withdrawal_reason: application.withdrawalReason?.label ?? '',
    source: application.sourceLabel,
  }));
  const updated = candidate.atsUpdatedTime?.toISOString();
  return {
    id: candidate.candidateId,
    version: candidate.version,
    deleted: false,
    last_updated: updated ?? null,
    applications,
    job_ids: [...new Set(applications.map(({ job_id }) => job_id))],
    shown: shortened({
      name: candidate.name?.full ?? '',
      headline: headline === '' ? (firstValue(facts, 'headline') ?? '') : headline,
      location,
      last_updated: updated ?? '',
      applications: applications.map((application, index) => ({ ...application, primary: candidate.applications[index]?.primary ?? false })),
      matched: candidate.facts !== undefined,
      linkedin_url: facts.flatMap(({ value }) => (value?.$case === 'link' && /linkedin\.com\/in\//i.test(value.value) ? [value.value] : []))[0] ?? '',
    }),
    counted: {
      location: once([location]),
      current_company: once(held.map(({ company }) => company)),
      current_title: once(held.map(({ title }) => title)),
      skill: once(facts.flatMap(({ value }) => (value?.$case === 'skill' ? [value.value] : []))),
      school: once(schools),
    },
  };
}

/** Of entries, what the projection says: the words that they are searched by stand beside it. */
function within(indexed: unknown, expected: unknown): unknown {
  const entries: readonly unknown[] = Array.isArray(expected) ? expected : [];
  if (!Array.isArray(indexed) || indexed.length !== entries.length) {
    return indexed;
  }
  return indexed.map((entry: unknown, index) => {
    const keys = typeof entries[index] === 'object' && entries[index] !== null ? Object.keys(entries[index]) : undefined;
    return keys === undefined || typeof entry !== 'object' || entry === null ? entry : Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)));
  });
}

/** Of each position that has begun, whether it is held. */
function rolesOf({ positions, facts }: Candidate, now: Date): boolean[] {
  const all = [...positions, ...(facts?.facts ?? []).flatMap(({ value }) => (value?.$case === 'position' ? [value.value] : []))];
  const today = now.toISOString();
  return all.filter(({ start }) => start <= today.slice(0, start.length)).map((position) => isHeld(position, all, now));
}

function currencyOf({ roles }: Readonly<Record<string, unknown>>): unknown[] {
  return Array.isArray(roles) ? roles.map((role: unknown) => typeof role === 'object' && role !== null && 'is_current' in role && role.is_current) : [];
}

/** What is shown ends after 1,000 code points. */
function shortened(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, field: unknown) => {
    const codePoints = typeof field === 'string' && field.length > 1_000 ? Array.from(field) : [];
    return codePoints.length > 1_000 ? `${codePoints.slice(0, 1_000).join('')}…` : field;
  });
  return JSON.parse(text) as unknown;
}

function firstValue(facts: readonly Fact[], kind: 'location' | 'headline'): string | undefined {
  return facts.flatMap(({ value }) => (value?.$case === 'location' && kind === 'location' ? [value.value.text] : value?.$case === 'headline' && kind === 'headline' ? [value.value] : []))[0];
}

/**
 * Held today: begun, and not ended before today; without an end, when it has a start, and none at another company began a year or more
 * after it.
 */
function isHeld({ start, end, company }: Position, all: readonly Position[], now: Date): boolean {
  const today = now.toISOString().slice(0, 10);
  const begun = (date: string) => date <= today.slice(0, date.length);
  if (end !== '') {
    return begun(start) && end >= today.slice(0, end.length);
  }
  const aYearOn = `${Number(start.slice(0, 4)) + 1}${start.slice(4)}`.padEnd(7, '-01').padEnd(10, '-01');
  const left = all.some((other) => other.start !== '' && begun(other.start) && spelled(other.company) !== spelled(company) && other.start.padEnd(7, '-01').padEnd(10, '-01') >= aYearOn);
  return start !== '' && begun(start) && !left;
}

/** Letters that have an accent to a reader but not to Unicode: København and Kobenhavn are one place. */
const WRITTEN_OUT: Readonly<Partial<Record<string, string>>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' };

/** Each value once; spellings that differ in case or accents only count as one, and the first is kept. */
function once(values: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const value of values.map((text) => text.trim()).filter((text) => text !== '')) {
    const key = spelled(value);
    seen.set(key, seen.get(key) ?? value);
  }
  return [...seen.values()];
}

/** One spelling of what differs in case or accents only. */
function spelled(value: string): string {
  return value.trim().normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[ßøłđðþæœı]/gu, (letter) => WRITTEN_OUT[letter] ?? letter);
}

function textOf(source: Readonly<Record<string, unknown>>): { exact: string } {
  const { text } = source;
  return typeof text === 'object' && text !== null && 'exact' in text && typeof text.exact === 'string' ? { exact: text.exact } : { exact: '' };
}

/** Words of plain letters, standing between spaces: whatever the analysis, they are tokens. */
function plainWords({ name, positions, education, attachments }: Candidate): string[] {
  const texts = [
    name?.full ?? '',
    ...positions.flatMap(({ title, company, description }) => [title, company, description]),
    ...education.flatMap(({ school, major }) => [school, major]),
    ...attachments.flatMap(({ text }) => text?.pages ?? []),
  ];
  return texts.flatMap((text) => text.split(/\s+/)).filter((word) => /^[A-Za-z]{2,30}$/.test(word)).map((word) => word.toLowerCase());
}
