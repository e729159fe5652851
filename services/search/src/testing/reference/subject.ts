import { Outcome, TextState, type Application, type Candidate, type Education, type Fact, type Job, type PersonName, type Place, type Position, type Profile } from '@secondlook/contracts';

import { withUmlautsWrittenOut } from '../../domain/text/fold';
import { type EntryName } from './ast';
import { tenseOf, yearsOf } from './durations';
import { toValue, type Value } from './match-leaf';

/** A position, a school or an application. */
export interface Entry {
  /** What bare words search in it. */
  readonly bare: readonly Value[];
  readonly words: Readonly<Record<string, readonly Value[]>>;
  readonly numbers: Readonly<Record<string, readonly number[]>>;
}

/** Somebody, as queries see them. */
export interface Subject extends Entry {
  readonly id: string;
  readonly entries: Readonly<Record<EntryName, readonly Entry[]>>;
  readonly dates: Readonly<Record<string, readonly Date[]>>;
  readonly codes: Readonly<Record<string, readonly string[]>>;
}

/** What a source says of somebody. */
interface Said {
  readonly name: PersonName | undefined;
  readonly headlines: readonly string[];
  readonly places: readonly Place[];
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly skills: readonly string[];
  readonly certifications: readonly string[];
  readonly languages: readonly string[];
  readonly tags: readonly string[];
  readonly resumes: readonly string[];
  readonly others: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly urls: readonly string[];
}

/** Values without any word are none. */
const valuesOf = (texts: readonly string[], stemmed: boolean, isName = false) => texts.map((text) => toValue(text, stemmed, isName)).filter(({ analysis }) => analysis.tokens.length > 0);

const STAGES = ['LEAD', 'NEW', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED'];

export function candidateSubject(candidate: Candidate, jobs: readonly Job[], now: Date): Subject {
  const { facts: set, attachments, applications, decision } = candidate;
  const facts = set?.facts ?? [];
  const documentsOf = (isResume: boolean) => attachments.filter(({ type }) => (type === 'RESUME') === isResume).flatMap(({ text }) => (text === undefined ? [] : [text.pages.join('\n')]));
  const said: Said = {
    name: candidate.name,
    headlines: textsOf(facts, 'headline'),
    places: [...(candidate.location === undefined ? [] : [candidate.location]), ...facts.flatMap(({ value }) => (value?.$case === 'location' ? [value.value] : []))],
    positions: [...candidate.positions, ...facts.flatMap(({ value }) => (value?.$case === 'position' ? [value.value] : []))],
    education: [...candidate.education, ...facts.flatMap(({ value }) => (value?.$case === 'education' ? [value.value] : []))],
    skills: textsOf(facts, 'skill'),
    certifications: textsOf(facts, 'certification'),
    languages: textsOf(facts, 'language'),
    tags: candidate.tags,
    resumes: documentsOf(true),
    others: documentsOf(false),
    emails: [candidate.email],
    phones: [candidate.phone],
    urls: [...candidate.links.map(({ url }) => url), ...textsOf(facts, 'link')],
  };
  const person = personSubject(candidate.candidateId, said, now);
  const apps = applications.map((application) => applicationEntry(application, jobs));
  const stages = apps.flatMap(({ numbers }) => numbers['stage_reached'] ?? []);
  const isMatched = decision?.outcome === Outcome.MATCH && set !== undefined;
  const evidence = isMatched ? decision.evidence.filter(({ supports, profileId }) => supports && profileId === decision.profileId) : [];
  const observed = facts.map(({ observedDate }) => observedDate).filter((date) => date !== '').sort().at(-1);
  const wordsOfApps = Object.fromEntries(['status', 'substatus', 'source', 'rejection_reason', 'withdrawal_reason', 'job'].map((field) => [field, apps.flatMap(({ words }) => words[field] ?? [])]));
  return {
    ...person,
    bare: [...person.bare, ...(wordsOfApps['job'] ?? [])],
    words: { ...person.words, ...wordsOfApps },
    entries: { ...person.entries, app: apps },
    numbers: { ...person.numbers, stage_reached: stages.length === 0 ? [] : [Math.max(...stages)] },
    dates: {
      ats_updated: candidate.atsUpdatedTime === undefined ? [] : [candidate.atsUpdatedTime],
      mirrored_at: candidate.mirroredTime === undefined ? [] : [candidate.mirroredTime],
      enriched_at: observed === undefined ? [] : [new Date(`${observed}T00:00:00Z`)],
    },
    codes: {
      ...person.codes,
      id: [candidate.candidateId, candidate.externalId.toLowerCase()],
      matched: [set === undefined ? 'no' : 'yes'],
      match_by: evidence.flatMap(({ kind, value }) => [kind, value.split(':')[0] ?? '']),
      has: [
        ...(attachments.some(({ type }) => type === 'RESUME') ? ['resume'] : []),
        ...(attachments.length === 0 ? [] : ['attachment']),
        ...(attachments.some(({ textState }) => textState === TextState.UNREADABLE) ? ['unreadable'] : []),
        ...contactsOf(said),
      ],
    },
  };
}

function contactsOf({ emails, phones, urls }: Said): string[] {
  const sites = urls.map((url) => (url.includes('linkedin.com') ? 'linkedin' : url.includes('github.com') ? 'github' : 'website'));
  return [...(emails.some((email) => email !== '') ? ['email'] : []), ...(phones.some((phone) => phone !== '') ? ['phone'] : []), ...sites];
}

export function profileSubject(profile: Profile, now: Date): Subject {
  const { profileId, name, headline, location, positions, education, skills, certifications, languages, emails, phones, urls } = profile;
  const said: Said = { name, headlines: [headline], places: location === undefined ? [] : [location], positions, education, skills, certifications, languages, tags: [], resumes: [], others: [], emails, phones, urls };
  const person = personSubject(profileId, said, now);
  return { ...person, codes: { ...person.codes, id: [profileId.toLowerCase()], has: contactsOf(said) } };
}

function textsOf(facts: readonly Fact[], kind: 'headline' | 'link' | 'skill' | 'language' | 'certification'): string[] {
  return facts.flatMap(({ value }) => (value?.$case === kind && typeof value.value === 'string' ? [value.value] : []));
}

function personSubject(id: string, said: Said, now: Date): Subject {
  const held = said.positions.map((position) => ({ ...position, tense: tenseOf(position, said.positions, now) })).filter(({ tense }) => tense !== 'future');
  const [current, past] = [held.filter(({ tense }) => tense === 'current'), held.filter(({ tense }) => tense === 'past')];
  const roles = held.map(({ title, company, description, tense }) => roleEntry({ title, company, description }, tense === 'current'));
  const schools = said.education.map(schoolEntry);
  const places = said.places.map(({ text, city, region, country }) => (text === '' ? [city, region, country].filter((part) => part !== '').join(', ') : text));
  const words = {
    title: valuesOf(held.map(({ title }) => title), true),
    cur_title: valuesOf(current.map(({ title }) => title), true),
    past_title: valuesOf(past.map(({ title }) => title), true),
    company: valuesOf(held.map(({ company }) => company), false),
    cur_company: valuesOf(current.map(({ company }) => company), false),
    past_company: valuesOf(past.map(({ company }) => company), false),
    description: valuesOf(held.map(({ description }) => description), true),
    headline: valuesOf(said.headlines, true),
    resume: valuesOf(said.resumes, true),
    attachment: valuesOf([...said.resumes, ...said.others], true),
    skill: valuesOf(said.skills, true),
    cert: valuesOf(said.certifications, true),
    lang: valuesOf(said.languages, false),
    school: valuesOf(said.education.map(({ school }) => school), false),
    degree: valuesOf(said.education.map(({ degree }) => degree), true),
    major: valuesOf(said.education.map(({ major }) => major), true),
    name: valuesOf(nameForms(said.name), false, true),
    first_name: valuesOf(writtenOut(said.name?.given ?? ''), false, true),
    last_name: valuesOf(writtenOut(said.name?.family ?? ''), false, true),
    loc: valuesOf(places, false),
    city: valuesOf(said.places.map(({ city }) => city), false),
    state: valuesOf(said.places.map(({ region }) => region), false),
    country: valuesOf(said.places.flatMap(({ country, countryCode }) => [country, countryCode]), false),
    tag: valuesOf(said.tags, false),
  };
  const { name, title, company, description, headline, skill, school, degree, major, loc, cert, lang, attachment, tag } = words;
  const others = [...valuesOf(held.map(({ location }) => location), false), ...valuesOf(said.education.map((one) => one.description), true)];
  return {
    id,
    bare: [name, title, company, description, headline, skill, school, degree, major, loc, cert, lang, attachment, tag, others].flat(),
    words,
    numbers: { ...Object.fromEntries(Object.entries(yearsOf(said.positions, now)).map(([field, years]) => [field, [Number(years)]])), grad_year: schools.flatMap(({ numbers }) => numbers['grad_year'] ?? []) },
    entries: { role: roles, edu: schools, app: [] },
    dates: {},
    codes: {
      email: said.emails.filter((email) => email !== '').map((email) => email.toLowerCase()).flatMap((email) => [email, email.slice(email.indexOf('@'))]),
      phone: said.phones.map((phone) => phone.replaceAll(/\D/g, '')).filter((digits) => digits !== ''),
      linkedin: said.urls.flatMap((url) => handleAfter(url, 'linkedin.com/in/')),
      github: said.urls.flatMap((url) => handleAfter(url, 'github.com/')),
      url: said.urls.map((url) => url.toLowerCase().replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')),
    },
  };
}

function handleAfter(url: string, host: string): string[] {
  const handle = url.toLowerCase().split(host)[1]?.split(/[/?]/)[0];
  return handle === undefined || handle === '' ? [] : [handle];
}

function nameForms(name: PersonName | undefined): string[] {
  const { full = '', given = '', family = '' } = name ?? {};
  return [full, ...(given !== '' && family !== '' ? [`${given} ${family}`, `${family} ${given}`] : [])].flatMap(writtenOut);
}

const writtenOut = (text: string) => [text, withUmlautsWrittenOut(text) ?? ''];

function roleEntry({ title, company, description }: Pick<Position, 'title' | 'company' | 'description'>, isCurrent: boolean): Entry {
  const words = { title: valuesOf([title], true), company: valuesOf([company], false), description: valuesOf([description], true) };
  const tensed = isCurrent ? { cur_title: words.title, cur_company: words.company } : { past_title: words.title, past_company: words.company };
  return { bare: Object.values(words).flat(), words: { ...words, ...tensed }, numbers: {} };
}

function schoolEntry({ school, degree, major, end }: Education): Entry {
  const words = { school: valuesOf([school], false), degree: valuesOf([degree], true), major: valuesOf([major], true) };
  return { bare: Object.values(words).flat(), words, numbers: { grad_year: end === '' ? [] : [Number(end.slice(0, 4))] } };
}

function applicationEntry({ jobId, status, subStatus, sourceLabel, rejectionReason, withdrawalReason }: Application, jobs: readonly Job[]): Entry {
  const job = jobs.find((one) => one.jobId === jobId);
  const words = {
    status: valuesOf([status], false),
    substatus: valuesOf([subStatus], false),
    source: valuesOf([sourceLabel], false),
    job: job === undefined ? [] : [...valuesOf([job.title], true), ...valuesOf([job.reference], false)],
    rejection_reason: valuesOf([rejectionReason?.label ?? ''], false),
    withdrawal_reason: valuesOf([withdrawalReason?.label ?? ''], false),
  };
  const stage = STAGES.indexOf(status);
  return { bare: [words.status, words.substatus, words.source, words.job].flat(), words, numbers: { stage_reached: stage < 0 ? [] : [stage] } };
}
