import { fullNamesOf } from './nicknames';
import { toSound } from './normalise';
import { type Column, type ColumnName, type People } from './people';

/** What a token says something of: two tokens of one thing do not count twice. */
const PART = {
  given: 1, family: 2, birthDate: 4, identifier: 8, email: 16, phone: 32, url: 64, street: 128, houseNumber: 256, postalCode: 512, city: 1024, employer: 2048, school: 4096, jobTitle: 8192,
} as const;

/** Calls back with every token of a record, and the parts (a bit each) that it covers. */
export type ListTokens = (record: number, emit: (token: number, parts: number) => void) => void;

/**
 * By what records may be found: each value, names also by sound, by their full forms and with one letter left out (which finds every
 * slip), dates by two of their parts, and pairs of values, for a name or a town alone stands in too many records.
 */
export function createListTokens(people: People): ListTokens {
  const { columns } = people;
  const names = indexNames(columns.given);
  const dates = hashesOf(columns.birthDate, (value) => [hash(`date ${value}`), hash(`ym ${value.slice(0, 6)}`), hash(`md ${value.slice(4)}`), hash(`yd ${value.slice(0, 4)}${value.slice(6)}`)]);
  const plain = (name: ColumnName) => hashesOf(columns[name], (value) => [hash(`${name} ${value}`)]);
  const emails = hashesOf(columns.email, (value) => [hash(`email ${value}`), hash(`mailbox ${value.split('@')[0] ?? ''}`)]);
  const singles = (['identifier', 'phone', 'url', 'street', 'houseNumber', 'postalCode', 'city', 'employer', 'school', 'jobTitle'] as const).map(
    (name) => ({ column: columns[name], hashes: plain(name), part: PART[name], combines: COMBINING.has(name) }),
  );
  const others: number[] = [];
  const otherParts: number[] = [];

  return (record, emit) => {
    others.length = 0;
    otherParts.length = 0;
    forEachValue(columns.birthDate, record, (value) => {
      const [whole = 0, ...parts] = dates.of(value);
      emit(whole, PART.birthDate);
      parts.forEach((token) => emit(token, PART.birthDate));
      others.push(whole, ...parts.slice(0, 1));
      otherParts.push(PART.birthDate, PART.birthDate);
    });
    forEachValue(columns.email, record, (value) => emails.of(value).forEach((token) => emit(token, PART.email)));
    for (const { column, hashes, part, combines } of singles) {
      forEachValue(column, record, (value) => {
        const [token = 0] = hashes.of(value);
        emit(token, part);
        if (combines && others.length < MOST_COMBINED) {
          others.push(token);
          otherParts.push(part);
        }
      });
    }
    for (let i = 0; i < others.length; i += 1) {
      for (let j = i + 1; j < others.length && j < 8; j += 1) {
        if (otherParts[i] !== otherParts[j]) {
          emit(mix(others[i] ?? 0, others[j] ?? 0), (otherParts[i] ?? 0) | (otherParts[j] ?? 0));
        }
      }
    }
    emitNames(record, emit);
  };

  function emitNames(record: number, emit: (token: number, parts: number) => void): void {
    const [given, middle, family] = [firstOf(columns.given, record), firstOf(columns.middle, record), firstOf(columns.family, record)];
    emitName(given, PART.given, emit);
    emitName(middle, PART.given, emit);
    emitName(family, PART.family, emit);
    const [givenForms, familyForms] = [names.formsOf(given), names.formsOf(family)];
    for (const one of givenForms) {
      for (const other of familyForms) {
        emit(mixNames(one, other), PART.given | PART.family);
      }
    }
    if (given >= 0 && family >= 0) {
      emit(mixNames(names.initialOf(given), familyForms[0] ?? 0), PART.given | PART.family);
      emit(mixNames(names.initialOf(family), givenForms[0] ?? 0), PART.given | PART.family);
    }
    for (let i = 0; i < others.length; i += 1) {
      for (const form of givenForms) {
        emit(mix(form, others[i] ?? 0), PART.given | (otherParts[i] ?? 0));
      }
      for (const form of familyForms) {
        emit(mix(form, others[i] ?? 0), PART.family | (otherParts[i] ?? 0));
      }
    }
  }

  function emitName(name: number, part: number, emit: (token: number, parts: number) => void): void {
    if (name >= 0) {
      names.tokensOf(name).forEach((token) => emit(token, part));
    }
  }
}

const COMBINING: ReadonlySet<string> = new Set(['street', 'houseNumber', 'postalCode', 'city', 'employer', 'school']);
const MOST_COMBINED = 16;

function forEachValue({ starts, valueIds }: Column, record: number, visit: (value: number) => void): void {
  for (let at = starts[record] ?? 0; at < (starts[record + 1] ?? 0); at += 1) {
    visit(valueIds[at] ?? 0);
  }
}

function firstOf({ starts, valueIds }: Column, record: number): number {
  const start = starts[record] ?? 0;
  return start < (starts[record + 1] ?? 0) ? (valueIds[start] ?? -1) : -1;
}

/** The tokens of each value of a dictionary, worked out once. */
function hashesOf({ dictionary: { values } }: Column, tokensOf: (value: string) => number[]) {
  const [example] = [tokensOf('')];
  const width = example.length;
  const all = new Uint32Array(values.length * width);
  values.forEach((value, id) => all.set(tokensOf(value), id * width));
  return { of: (id: number) => all.subarray(id * width, (id + 1) * width) };
}

const NONE = new Uint32Array(0);

function indexNames(column: Column) {
  const { values } = column.dictionary;
  const starts = new Uint32Array(values.length + 1);
  const formStarts = new Uint32Array(values.length + 1);
  const tokens: number[] = [];
  const forms: number[] = [];
  const initials = new Uint32Array(values.length);
  values.forEach((value, id) => {
    tokens.push(...nameTokens(value));
    forms.push(...nameForms(value));
    starts[id + 1] = tokens.length;
    formStarts[id + 1] = forms.length;
    initials[id] = hash(`initial ${value.slice(0, 1)}`);
  });
  const [allTokens, allForms] = [Uint32Array.from(tokens), Uint32Array.from(forms)];
  return {
    tokensOf: (id: number) => allTokens.subarray(starts[id], starts[id + 1]),
    formsOf: (id: number) => (id < 0 ? NONE : allForms.subarray(formStarts[id], formStarts[id + 1])),
    initialOf: (id: number) => initials[id] ?? 0,
  };
}

/** Names longer than this have no slip looked for: every letter of one is a token. */
const LONGEST_WITH_SLIPS = 14;

function nameTokens(value: string): number[] {
  const whole = value.replaceAll(' ', '');
  const words = value.includes(' ') ? value.split(' ').filter((word) => word.length > 2).slice(0, 4) : [];
  const slips = whole.length >= 4 && whole.length <= LONGEST_WITH_SLIPS ? Array.from(whole, (_letter, index) => whole.slice(0, index) + whole.slice(index + 1)) : [];
  const written = [...new Set([whole, ...words, ...slips])].map((text) => hash(`name ${text}`));
  return [...written, ...nameForms(value)];
}

function nameForms(value: string): number[] {
  const whole = value.replaceAll(' ', '');
  const [firstWord = ''] = value.split(' ');
  const sounds = [toSound(whole), ...(firstWord === whole ? [] : [toSound(firstWord)])].map((sound) => hash(`sound ${sound}`));
  return [...new Set([...sounds, ...fullNamesOf(whole).map((name) => hash(`sound ${toSound(name)}`))])];
}

/** Independent of the order in which values were met, so that tokens are the same in every run. */
function hash(text: string): number {
  let code = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    code = Math.imul(code ^ text.charCodeAt(i), 0x01000193);
  }
  return finish(code);
}

function mix(a: number, b: number): number {
  return finish(Math.imul(a, 31) + b);
}

/** Given and family name may stand in each other's place. */
function mixNames(a: number, b: number): number {
  return a < b ? mix(a, b) : mix(b, a);
}

function finish(code: number): number {
  const once = Math.imul(code ^ (code >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
