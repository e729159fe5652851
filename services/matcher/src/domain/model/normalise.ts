import anyAscii from 'any-ascii';

import { findIdentifierKeys, toIdentifierKey } from '../identifiers';
import { type FieldKind } from './field-kind';

/** Longer values are no names, places or employers; folding them must not take long. */
const LONGEST_VALUE = 200;

/** Case, accents, scripts and punctuation do not count. Empty when nothing readable is left. */
export function fold(text: string): string {
  return anyAscii(text.slice(0, LONGEST_VALUE).normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** How a name sounds, roughly and in no language in particular: ä is a or ae, ph is f, doubled letters are one. */
export function toSound(folded: string): string {
  return folded
    .replaceAll(' ', '')
    .replaceAll(/(?<=[aou])e/g, '')
    .replaceAll('ph', 'f')
    .replaceAll(/tch|sch|sh|ch|cz/g, 's')
    .replaceAll(/ck|q|c|kh/g, 'k')
    .replaceAll('th', 't')
    .replaceAll(/y|j|ie|ee/g, 'i')
    .replaceAll('w', 'v')
    .replaceAll('z', 's')
    .replaceAll('oo', 'u')
    .replaceAll(/(.)\1+/g, '$1');
}

export interface Name {
  readonly given: string;
  readonly middle: string;
  readonly family: string;
}

const TITLES = new Set('mr mrs ms miss dr prof sir dame ing dipl phd mba md jr sr ii iii iv junior senior esq cpa pmp'.split(' '));
const PARTICLES = new Set('van von der den de del della di da do dos la le el al bin ibn ben abu mac mc st ter ten zu'.split(' '));

/** The parts of a name, whether it is given in parts or whole ("Jane van Dyk", "van Dyk, Jane"). */
export function toName(fields: Readonly<Partial<Record<FieldKind, readonly string[]>>>): Name {
  const given = wordsOf(fields.givenName);
  const middle = wordsOf(fields.middleName);
  const family = wordsOf(fields.familyName);
  if (given.length > 0 || family.length > 0) {
    return { given: given.join(' '), middle: middle.join(' '), family: family.join(' ') };
  }
  return splitFullName(fields.fullName?.[0] ?? '');
}

function wordsOf(values: readonly string[] = []): string[] {
  const words = values.flatMap((value) => fold(value).split(' ')).filter((word) => word !== '');
  const named = words.filter((word) => !TITLES.has(word));
  return named.length > 0 ? named : words;
}

function splitFullName(full: string): Name {
  const [before = '', after = ''] = full.split(',', 2);
  if (wordsOf([after]).length > 0 && wordsOf([before]).length > 0) {
    const [given = '', ...middle] = wordsOf([after]);
    return { given, middle: middle.join(' '), family: wordsOf([before]).join(' ') };
  }
  const words = wordsOf([full]);
  let familyFrom = words.length - 1;
  while (familyFrom > 1 && PARTICLES.has(words[familyFrom - 1] ?? '')) {
    familyFrom -= 1;
  }
  if (words.length < 2) {
    return { given: words[0] ?? '', middle: '', family: '' };
  }
  return { given: words[0] ?? '', middle: words.slice(1, familyFrom).join(' '), family: words.slice(familyFrom).join(' ') };
}

const LEGAL_FORMS = new Set(
  'inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh ag kg ohg se sa sas sarl srl spa bv nv ab as asa oy oyj pty pte kk group holding holdings'.split(' '),
);

/** Without legal form: "The Acme Group, Inc." is "acme". What consists of such words only stays. */
export function toEmployer(text: string): string {
  const words = fold(text).replace(/\b(\w) (?=\w\b)/g, '$1').split(' ');
  let end = words.length;
  while (end > 1 && LEGAL_FORMS.has(words[end - 1] ?? '')) {
    end -= 1;
  }
  return words.slice(end > 1 && words[0] === 'the' ? 1 : 0, end).join(' ');
}

const SHORT_STREETS: Readonly<Record<string, string>> = {
  street: 'st', road: 'rd', avenue: 'ave', place: 'pl', court: 'ct', drive: 'dr', circuit: 'cct', crescent: 'cres', lane: 'ln', square: 'sq', boulevard: 'blvd', strasse: 'str', terrace: 'tce', close: 'cl', highway: 'hwy',
};

export function toStreet(text: string): string {
  return fold(text)
    .split(' ')
    .map((word) => SHORT_STREETS[word] ?? word.replace(/strasse$/, 'str'))
    .join(' ');
}

/** The last nine digits: country prefixes are written in many ways. Fewer than six are no number. */
export function toPhone(text: string): string {
  const digits = text.slice(0, LONGEST_VALUE).normalize('NFKC').replaceAll(/\D/g, '');
  return digits.length < 6 ? '' : digits.slice(-9);
}

export function toEmail(text: string): string {
  return text.slice(0, LONGEST_VALUE).trim().toLowerCase().replace(/^mailto:/, '').replace(/\+[^@]*(?=@)/, '');
}

/** "site:page", whatever the spelling. */
export function toUrlKey(text: string): string {
  const address = text.slice(0, 2_000).trim();
  const key = toIdentifierKey(address);
  if (key !== undefined) {
    return key;
  }
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  return url === null ? '' : `${url.hostname.replace(/^www\./, '')}:${url.pathname.replace(/\/+$/, '').toLowerCase()}${url.search}`;
}

/** More people's pages than this in one text: it is a list of pages, not about one person. */
const MOST_KEYS_IN_TEXT = 8;

/** What a running text says of somebody's own pages and addresses. */
export function findInText(text: string): { readonly urls: readonly string[]; readonly emails: readonly string[] } {
  const urls = findIdentifierKeys(text);
  const emails = [...new Set([...text.matchAll(/[\w.+-]{1,64}@[a-z0-9][a-z0-9.-]{0,100}\.[a-z]{2,12}/gi)].map(([email]) => toEmail(email)))];
  return { urls: urls.length > MOST_KEYS_IN_TEXT ? [] : urls, emails: emails.length > MOST_KEYS_IN_TEXT ? [] : emails };
}

export type DateFormat = 'yyyyMMdd' | 'yyyy-MM-dd' | 'y-M-d';
export const DATE_FORMATS: readonly DateFormat[] = ['yyyyMMdd', 'yyyy-MM-dd', 'y-M-d'];

const DATE_PATTERNS: Readonly<Record<DateFormat, RegExp>> = {
  yyyyMMdd: /^(\d{4})(\d{2})(\d{2})$/,
  'yyyy-MM-dd': /^(\d{4})-(\d{2})-(\d{2})$/,
  'y-M-d': /^(\d{1,4})-(\d{1,2})-(\d{1,2})$/,
};

/** A date as yyyymmdd, or undefined when it is none: month 13, day 0. The 31st of a shorter month says more than nothing. */
export function toBirthDate(text: string, format?: DateFormat): string | undefined {
  const patterns = format === undefined ? Object.values(DATE_PATTERNS) : [DATE_PATTERNS[format]];
  const parts = patterns.map((pattern) => pattern.exec(text.trim())).find((found) => found !== null);
  const [year, month, day] = parts?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) {
    return undefined;
  }
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}
