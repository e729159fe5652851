import { Candidate, Job, Outcome, Profile, TextState, type Fact } from '@secondlook/contracts';

import { type Random } from './random';
import { COMPANIES, FAMILY_NAMES, GIVEN_NAMES, HANDLES, LABELS, LANGUAGES, PHONES, PLACES, SCHOOLS, STATUSES, STOP_WORDS, TAGS, WORDS } from './vocabulary';

export interface Population {
  readonly now: Date;
  readonly candidates: readonly Candidate[];
  readonly profiles: readonly Profile[];
  readonly jobs: readonly Job[];
  /** Texts that people have: whoever asks for some of them finds somebody. */
  readonly texts: readonly string[];
}

/** Days on which months end differently. */
const DAYS = ['2026-06-15', '2026-02-28', '2028-02-29', '2026-03-31', '2026-04-30', '2026-01-01', '2026-12-31'];

export function generatePopulation(random: Random, size: number): Population {
  const now = new Date(`${random.pick(DAYS)}T12:00:00Z`);
  const jobs = Array.from({ length: 6 }, (_, index) => Job.fromPartial({ jobId: `job-${index}`, version: 1, title: phrase(random), reference: random.isChance(0.5) ? `REQ-${index}` : '', deleted: random.isChance(0.2) }));
  const candidates = Array.from({ length: size }, (_, index) => generateCandidate(random, `c${index}`, jobs, now));
  const profiles = Array.from({ length: Math.ceil(size / 3) }, (_, index) => generateProfile(random, `p${index}`, now));
  const titles = candidates.flatMap(({ positions }) => positions.flatMap(({ title, company, description }) => [title, company, description]));
  const documents = candidates.flatMap(({ attachments }) => attachments.flatMap(({ text }) => text?.pages ?? []));
  const texts = [...titles, ...documents, ...candidates.map(({ name }) => name?.full ?? ''), ...jobs.map(({ title }) => title)].filter((text) => text !== '');
  return { now, candidates, profiles, jobs, texts };
}

const SEPARATORS = [' ', ' ', ' ', ' ', ' ', ', ', ' - ', '-', '/', ' & ', '. ', '; ', ': ', ' (', '\n', '\u00a0'];

/** Words as people write them down. */
export function phrase(random: Random, most = 5): string {
  const words = random.some(WORDS, 1, most).map((word) => (random.isChance(0.15) ? random.pick(STOP_WORDS) : word)).map((word) => (random.isChance(0.15) ? word.toUpperCase() : word));
  return words.reduce((text, word) => text + random.pick(SEPARATORS) + word);
}

function maybe<T>(random: Random, probability: number, make: () => T, otherwise: T): T {
  return random.isChance(probability) ? make() : otherwise;
}

/** A year, month or day some years around now. */
function date(random: Random, now: Date, from: number, to: number): string {
  const year = now.getUTCFullYear() + from + random.below(to - from + 1);
  const text = `${year}-${String(1 + random.below(12)).padStart(2, '0')}-${random.pick(['01', '15', '28', '30', '31'])}`;
  const isThere = !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  return text.slice(0, random.pick(isThere ? [4, 7, 10] : [4, 7]));
}

function positions(random: Random, now: Date): Record<string, string | boolean>[] {
  return Array.from({ length: random.below(4) }, () => {
    const start = maybe(random, 0.8, () => date(random, now, -12, random.isChance(0.1) ? 1 : -1), '');
    const later = date(random, now, -12, 1);
    const end = random.isChance(0.5) && (start === '' || later.slice(0, 4) > start.slice(0, 4)) ? later : '';
    return {
      title: maybe(random, 0.9, () => phrase(random), ''),
      company: maybe(random, 0.9, () => random.pick(COMPANIES), ''),
      description: maybe(random, 0.3, () => phrase(random, 12), ''),
      location: maybe(random, 0.2, () => random.pick(PLACES)[0], ''),
      start,
      end,
      current: random.isChance(0.3),
    };
  });
}

function education(random: Random, now: Date): Record<string, string>[] {
  return Array.from({ length: random.below(3) }, () => ({
    school: maybe(random, 0.8, () => random.pick(SCHOOLS), ''),
    degree: maybe(random, 0.6, () => phrase(random, 2), ''),
    major: maybe(random, 0.6, () => phrase(random, 2), ''),
    end: maybe(random, 0.7, () => date(random, now, -15, 1), ''),
    description: maybe(random, 0.1, () => phrase(random), ''),
  }));
}

function name(random: Random): { full: string; given: string; family: string } {
  const [given, family] = [random.pick(GIVEN_NAMES), random.pick(FAMILY_NAMES)];
  const isSplit = random.isChance(0.7);
  return { full: `${given} ${family}`.trim(), given: isSplit ? given : '', family: isSplit ? family : '' };
}

function place(random: Random): Record<string, string> | undefined {
  const [text, city, region, country, countryCode] = random.pick(PLACES);
  return random.isChance(0.7) ? { text, city, region, country, countryCode } : undefined;
}

const urls = (random: Random) =>
  random.some(HANDLES, 0, 2).map((handle) => random.pick([`https://www.linkedin.com/in/${encodeURIComponent(handle)}/`, `https://github.com/${encodeURIComponent(handle)}`, `https://www.${encodeURIComponent(handle)}.example.com/`]).replaceAll('%C3%A9', 'é'));

const email = (random: Random) => `${random.pick(['jane', 'john', 'x.1'])}@${random.pick(['acme.com', 'mail.example.org'])}`;

function generateCandidate(random: Random, candidateId: string, jobs: readonly Job[], now: Date): Candidate {
  const isMatched = random.isChance(0.5);
  const applied = random.some(jobs, 0, 2);
  return Candidate.fromPartial({
    candidateId,
    version: 1,
    externalId: `ext-${candidateId.toUpperCase()}`,
    name: name(random),
    email: maybe(random, 0.6, () => email(random), ''),
    phone: maybe(random, 0.5, () => random.pick(PHONES), ''),
    ...(random.isChance(0.8) ? { location: place(random) ?? {} } : {}),
    links: urls(random).map((url) => ({ field: 'web', url })),
    positions: positions(random, now),
    education: education(random, now),
    tags: random.some(TAGS, 0, 2),
    ...(random.isChance(0.9) ? { atsUpdatedTime: new Date(now.getTime() - random.below(800) * 86_400_000) } : {}),
    mirroredTime: new Date(now.getTime() - random.below(100) * 3_600_000),
    applications: applied.map((job) => {
      const status = random.pick(STATUSES);
      return {
        jobId: job.jobId,
        status,
        subStatus: maybe(random, 0.5, () => random.pick(LABELS), ''),
        sourceLabel: maybe(random, 0.7, () => random.pick(LABELS), ''),
        ...(status === 'REJECTED' && random.isChance(0.7) ? { rejectionReason: { label: random.pick(LABELS) } } : {}),
        ...(status === 'WITHDRAWN' ? { withdrawalReason: { label: random.pick(LABELS) } } : {}),
      };
    }),
    attachments: Array.from({ length: random.below(3) }, () => ({
      type: random.pick(['RESUME', 'COVER_LETTER']),
      ...(random.isChance(0.7) ? { textState: TextState.READ, text: { pages: [phrase(random, 20), ...maybe(random, 0.3, () => [phrase(random)], [])] } } : { textState: random.pick([TextState.UNREADABLE, TextState.PENDING]) }),
    })),
    ...(isMatched
      ? {
          decision: { outcome: Outcome.MATCH, profileId: 'p', evidence: [{ kind: random.pick(['email', 'url']), value: random.pick(['linkedin:x', 'github:y']), supports: random.isChance(0.8), profileId: random.pick(['p', 'p', 'q']) }] },
          facts: { candidateId, profileId: 'p', facts: facts(random, now) },
        }
      : {}),
  });
}

function facts(random: Random, now: Date): Fact[] {
  const source = { source: 'library', observedDate: new Date(now.getTime() - random.below(500) * 86_400_000).toISOString().slice(0, 10) };
  const profile = generateProfile(random, 'p', now);
  return [
    ...(profile.headline === '' ? [] : [{ ...source, value: { $case: 'headline' as const, value: profile.headline } }]),
    ...profile.positions.map((value) => ({ ...source, value: { $case: 'position' as const, value } })),
    ...profile.education.map((value) => ({ ...source, value: { $case: 'education' as const, value } })),
    ...profile.skills.map((value) => ({ ...source, value: { $case: 'skill' as const, value } })),
    ...profile.languages.map((value) => ({ ...source, value: { $case: 'language' as const, value } })),
    ...profile.certifications.map((value) => ({ ...source, value: { $case: 'certification' as const, value } })),
    ...profile.urls.map((value) => ({ ...source, value: { $case: 'link' as const, value } })),
    ...(profile.location === undefined ? [] : [{ ...source, value: { $case: 'location' as const, value: profile.location } }]),
  ];
}

function generateProfile(random: Random, profileId: string, now: Date): Profile {
  const location = place(random);
  return Profile.fromPartial({
    profileId,
    version: 1,
    name: name(random),
    headline: maybe(random, 0.6, () => phrase(random), ''),
    ...(location === undefined ? {} : { location }),
    emails: maybe(random, 0.4, () => [email(random)], []),
    phones: maybe(random, 0.3, () => [random.pick(PHONES)], []),
    urls: urls(random),
    positions: positions(random, now).slice(0, 2),
    education: education(random, now).slice(0, 1),
    skills: random.some(WORDS, 0, 4),
    languages: random.some(LANGUAGES, 0, 2),
    certifications: random.some(WORDS, 0, 1),
    observedDate: '2026-01-01',
  });
}
