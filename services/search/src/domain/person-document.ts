import { type Education, type PersonName, type Place, type Position } from '@secondlook/contracts';

import { LOCAL_DIGITS } from './compile/conditions';
import { toCounted, type Counted } from './counted';
import { tenseOf, type Tense } from './current';
import { measureExperience, type Experience } from './experience';
import { toPageHandle } from './query/page-handle';
import { toPhone, toUrlKey } from './query/values';
import { FIELD_GROUPS, isStemmed, type FieldGroup } from './streams';
import { analyze, type Analysis } from './text/analyze';
import { cleanText } from './text/clean-text';
import { withUmlautsWrittenOut } from './text/fold';
import { toTokenStreams, type AnalyzedValue, type TokenStreams } from './text/token-streams';

/** What is known of a person, from whatever source: a candidate and a profile are searched alike. */
export interface Person {
  readonly name: PersonName | undefined;
  readonly headlines: readonly string[];
  readonly places: readonly Place[];
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly skills: readonly string[];
  readonly certifications: readonly string[];
  readonly languages: readonly string[];
  readonly tags: readonly string[];
  /** Texts of documents. */
  readonly resumes: readonly string[];
  readonly otherAttachments: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly urls: readonly string[];
}

/** Streams of a group; without stems where nothing is stemmed. */
export type GroupStreams = Partial<TokenStreams>;

/** The searched part of a person's document. */
export interface SearchedPerson extends Experience {
  /** All that bare words search: never e-mail, phone or addresses. */
  readonly text: TokenStreams;
  readonly fields: Readonly<Partial<Record<FieldGroup, GroupStreams>>>;
  readonly roles: readonly Readonly<Record<string, GroupStreams | boolean>>[];
  readonly schools: readonly Readonly<Record<string, GroupStreams | number>>[];
  readonly counted: Counted;
  /** What there is of the person, as in "email". */
  readonly has: readonly string[];
  readonly email: readonly string[];
  readonly phone: readonly string[];
  readonly linkedin: readonly string[];
  readonly github: readonly string[];
  readonly url: readonly string[];
}

export function toSearchedPerson(given: Person, now: Date): SearchedPerson {
  const person = withReadableDates(given);
  const { positions } = person;
  const { toValues, streamsOf } = createStreaming();
  const held = toHeld(positions, now);
  const cut = (text: string) => text.slice(0, MAX_VALUE_LENGTH).toWellFormed();
  const entryText = (running: readonly string[], literal: readonly string[]) => toTokenStreams([...toValues(running.map(cut), true), ...toValues(literal.map(cut), false)]);
  const handles = person.urls.flatMap((url) => toPageHandle(url) ?? []);
  return {
    text: toTokenStreams(toSearchedValues(person, held, toValues)),
    fields: toFields(toGroupValues(person, held), streamsOf),
    roles: held.map(({ title, company, description, tense }) => ({
      ...present({
        text: entryText([title, description], [company]),
        title: streamsOf([title], true),
        company: streamsOf([company], false),
        description: streamsOf([description], true),
      }),
      is_current: tense === 'current',
    })),
    schools: person.education.map(({ school, degree, major, end }) => ({
      ...present({
        text: entryText([degree, major], [school]),
        school: streamsOf([school], false),
        degree: streamsOf([degree], true),
        major: streamsOf([major], true),
      }),
      ...(PARTIAL_DATE.test(end) ? { grad_year: Number(end.slice(0, 4)) } : {}),
    })),
    ...measureExperience(positions, now),
    counted: toCounted(person, held),
    has: flagsOf(person),
    email: distinct(person.emails.map((email) => email.trim().toLowerCase()).flatMap((email) => [email, ...(/@[^@]+$/.exec(email) ?? [])])),
    phone: distinct(person.phones.flatMap((phone) => toPhone(phone) ?? []).flatMap((digits) => [digits, digits.slice(-LOCAL_DIGITS)])),
    linkedin: distinct(handles.filter(({ site }) => site === 'linkedin').map(({ handle }) => handle)),
    github: distinct(handles.filter(({ site }) => site === 'github').map(({ handle }) => handle)),
    url: distinct(person.urls.flatMap((url) => toUrlKey(url) ?? [])),
  };
}

export type Held = Position & { readonly tense: Tense };

/** Positions that have begun. */
export function toHeld(positions: readonly Position[], now: Date): Held[] {
  return positions.map((position) => ({ ...position, tense: tenseOf(position, positions, now) })).filter(({ tense }) => tense !== 'future');
}

function flagsOf({ emails, phones, urls }: Person): string[] {
  const sites = new Set(urls.map((url) => (/linkedin\.com/i.test(url) ? 'linkedin' : /github\.com/i.test(url) ? 'github' : 'website')));
  return [...(emails.some((email) => email !== '') ? ['email'] : []), ...(phones.some((phone) => phone !== '') ? ['phone'] : []), ...sites];
}

/** What each group of a person's fields holds. */
export function toGroupValues(person: Person, held: readonly Held[]): Readonly<Record<FieldGroup, readonly string[]>> {
  const [current, past] = [held.filter(({ tense }) => tense === 'current'), held.filter(({ tense }) => tense === 'past')];
  const { name, places, education } = person;
  return {
    cur_title: current.map(({ title }) => title),
    past_title: past.map(({ title }) => title),
    cur_company: current.map(({ company }) => company),
    past_company: past.map(({ company }) => company),
    headline: person.headlines,
    description: held.map(({ description }) => description),
    resume: person.resumes,
    other_attachment: person.otherAttachments,
    skill: person.skills,
    cert: person.certifications,
    lang: person.languages,
    school: education.map(({ school }) => school),
    degree: education.map(({ degree }) => degree),
    major: education.map(({ major }) => major),
    name: nameForms(name),
    first_name: withWrittenOut(name?.given ?? ''),
    last_name: withWrittenOut(name?.family ?? ''),
    loc: places.map(placeText),
    city: places.map(({ city }) => city),
    state: places.map(({ region }) => region),
    country: places.flatMap(({ country, countryCode }) => [country, countryCode]),
    tag: person.tags,
  };
}

function toFields(values: Readonly<Record<FieldGroup, readonly string[]>>, streamsOf: Streaming['streamsOf']): SearchedPerson['fields'] {
  return present(Object.fromEntries(FIELD_GROUPS.map((group) => [group, streamsOf(values[group], isStemmed(group), group === 'resume' || group === 'other_attachment')])));
}

/** Everything bare words search, but job names. */
function toSearchedValues(person: Person, held: readonly Held[], toValues: Streaming['toValues']): AnalyzedValue[] {
  const running = [
    ...person.headlines,
    ...held.flatMap(({ title, description }) => [title, description]),
    ...person.skills,
    ...person.education.flatMap(({ degree, major, description }) => [degree, major, description]),
    ...person.certifications,
    ...person.resumes,
    ...person.otherAttachments,
  ];
  const exact = [
    ...nameForms(person.name),
    ...held.flatMap((position) => [position.company, position.location]),
    ...person.education.map(({ school }) => school),
    ...person.places.map(placeText),
    ...person.languages,
    ...person.tags,
  ];
  const room = { bytes: MAX_TEXT_BYTES };
  return [...toValues(exact, false, room), ...toValues(running, true, room)];
}

/** As its source writes it, or city, region and country. */
function placeText({ text, city, region, country }: Place): string {
  return text === '' ? [city, region, country].filter((part) => part !== '').join(', ') : text;
}

/** A name is found in either order, and with ä ö ü written out. */
export function nameForms(name: PersonName | undefined): string[] {
  if (name === undefined) {
    return [];
  }
  const { full, given, family } = name;
  const orders = given !== '' && family !== '' ? [full, `${given} ${family}`, `${family} ${given}`] : [full];
  return distinct(orders.flatMap(withWrittenOut));
}

function withWrittenOut(name: string): string[] {
  return distinct([name, withUmlautsWrittenOut(name) ?? name]);
}

const PARTIAL_DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;

/** A date that is none says nothing. */
export function withReadableDates(person: Person): Person {
  const readable = (date: string) => (PARTIAL_DATE.test(date) ? date : '');
  return { ...person, positions: person.positions.map((position) => ({ ...position, start: readable(position.start), end: readable(position.end) })) };
}

/** So many bytes of streams a group of running text has at most, and so many all that bare words search: the index refuses documents of 16 MB. */
const MAX_GROUP_BYTES = 3_000_000;
const MAX_TEXT_BYTES = 5_000_000;
/** Values of fields, texts of documents aside, are searched as fields up to here; bare words search all of them. */
const MAX_VALUE_LENGTH = 2_000;

export type Streaming = ReturnType<typeof createStreaming>;

/** Makes streams of texts; a text that stands in several groups is taken apart once. */
export function createStreaming() {
  const analyses = new Map<string, Analysis>();

  function analysisOf(text: string): Analysis {
    const known = analyses.get(text) ?? analyze(cleanText(text));
    analyses.set(text, known);
    return known;
  }

  function toValues(texts: readonly string[], stemmed: boolean, room = { bytes: MAX_TEXT_BYTES }): AnalyzedValue[] {
    return [...new Set(texts)].filter((text) => text !== '').map((text) => ({ analysis: cutToFit(analysisOf(text), room), stemmed }));
  }

  /** Undefined when there is nothing to search in the texts. */
  function streamsOf(texts: readonly string[], stemmed: boolean, isDocument = false): GroupStreams | undefined {
    const values = isDocument ? texts : texts.map((text) => text.slice(0, MAX_VALUE_LENGTH).toWellFormed());
    const { stem, ...streams } = toTokenStreams(toValues(values, stemmed, { bytes: MAX_GROUP_BYTES }));
    return streams.exact === '' ? undefined : { ...streams, ...(stemmed ? { stem } : {}) };
  }

  return { toValues, streamsOf };
}

/** The tokens that there is room for; what they take is taken from it. */
function cutToFit(analysis: Analysis, room: { bytes: number }): Analysis {
  let count = 0;
  for (const { exact } of analysis.tokens) {
    // Exact and stem, and a sign for each stream that has none here.
    const bytes = 2 * (/^[\x20-\x7e]*$/.test(exact) ? exact.length : 3 * exact.length) + 6;
    if (bytes > room.bytes) {
      break;
    }
    room.bytes -= bytes;
    count += 1;
  }
  return count === analysis.tokens.length ? analysis : { tokens: analysis.tokens.slice(0, count), joins: analysis.joins.filter(({ last }) => last < count) };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== '').map((value) => value.slice(0, MAX_CODE_LENGTH).toWellFormed()))];
}

/** Longer addresses are nobody's; the index keeps no longer codes either. */
const MAX_CODE_LENGTH = 2_000;

/** Without what is not there. */
export function present<Value>(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
