import { type PersonRecord } from './field-kind';
import { findInText, fold, toBirthDate, toEmail, toEmployer, toName, toPhone, toStreet, toUrlKey } from './normalise';

/** What people are compared by. A name in whatever spelling has its parts; a position is an employer with a date. */
export const COLUMNS = [
  'given', 'middle', 'family', 'birthDate', 'identifier', 'email', 'phone', 'url',
  'street', 'houseNumber', 'city', 'region', 'postalCode', 'country',
  'employer', 'position', 'jobTitle', 'school', 'schoolYear', 'degree', 'field', 'skill',
] as const;
export type ColumnName = (typeof COLUMNS)[number];

export type Side = 'left' | 'right';

/** Values of one kind, each once. Names share a dictionary, so that a given name can be compared with a family name. */
export interface Dictionary {
  readonly values: readonly string[];
}

export interface Column {
  readonly dictionary: Dictionary;
  /** Of record i: `valueIds[starts[i]]` up to, without, `valueIds[starts[i + 1]]`. */
  readonly starts: Uint32Array;
  readonly valueIds: Uint32Array;
  /** In how many records a value stands, by value id. */
  readonly counts: Uint32Array;
}

/** All records, as columns of numbers, in the order of their ids: no order of arrival can have an influence. */
export interface People {
  readonly ids: readonly string[];
  /** The first `leftCount` records are the left ones; all of them where there is one side. */
  readonly leftCount: number;
  readonly columns: Readonly<Record<ColumnName, Column>>;
}

export interface PeopleBuilder {
  add(record: PersonRecord, side?: Side): void;
  build(): People;
}

/** More values of one field than this say no more, and would make comparing slow. */
const MOST_VALUES = 40;

export function createPeople(): PeopleBuilder {
  const ids: string[] = [];
  const sides: Side[] = [];
  const names = createValues();
  const nameColumns = ['given', 'middle', 'family'];
  const stores = mapColumns((column) => createStore(nameColumns.includes(column) ? names : createValues()));

  return {
    add(record, side = 'left') {
      ids.push(record.id);
      sides.push(side);
      const values = toValues(record);
      for (const column of COLUMNS) {
        stores[column].add(values[column] ?? []);
      }
    },

    build() {
      const rows = ids.map((_id, row) => row).sort((a, b) => compareText(sides[a] ?? '', sides[b] ?? '') || compareText(ids[a] ?? '', ids[b] ?? ''));
      return {
        ids: rows.map((row) => ids[row] ?? ''),
        leftCount: sides.filter((side) => side === 'left').length,
        columns: mapColumns((column) => stores[column].build(rows)),
      };
    },
  };
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mapColumns<T>(make: (column: ColumnName) => T): Record<ColumnName, T> {
  return {
    given: make('given'), middle: make('middle'), family: make('family'), birthDate: make('birthDate'), identifier: make('identifier'),
    email: make('email'), phone: make('phone'), url: make('url'), street: make('street'), houseNumber: make('houseNumber'),
    city: make('city'), region: make('region'), postalCode: make('postalCode'), country: make('country'), employer: make('employer'),
    position: make('position'), jobTitle: make('jobTitle'), school: make('school'), schoolYear: make('schoolYear'), degree: make('degree'),
    field: make('field'), skill: make('skill'),
  };
}

function toValues({ fields, periods = [] }: PersonRecord): Partial<Record<ColumnName, readonly string[]>> {
  const { given, middle, family } = toName(fields);
  const found = (fields.text ?? []).map(findInText);
  const employers = (fields.employer ?? []).map(toEmployer);
  const schools = (fields.school ?? []).map(fold);
  const stays = periods.map(({ place, date }) => ({ employer: toEmployer(place), school: fold(place), date }));
  return {
    given: [given],
    middle: [middle],
    family: [family],
    birthDate: (fields.birthDate ?? []).map((date) => toBirthDate(date) ?? ''),
    identifier: (fields.identifier ?? []).map(fold),
    email: [...(fields.email ?? []).map(toEmail), ...found.flatMap(({ emails }) => emails)],
    phone: (fields.phone ?? []).map(toPhone),
    url: [...(fields.url ?? []).map(toUrlKey), ...found.flatMap(({ urls }) => urls)],
    street: (fields.street ?? []).map(toStreet),
    houseNumber: (fields.houseNumber ?? []).map(fold),
    city: (fields.city ?? []).map(fold),
    region: (fields.region ?? []).map(fold),
    postalCode: (fields.postalCode ?? []).map((code) => fold(code).replaceAll(' ', '')),
    country: (fields.country ?? []).map(fold),
    employer: employers,
    position: stays.filter(({ employer }) => employers.includes(employer)).map(({ employer, date }) => `${employer}|${date.slice(0, 7)}`),
    jobTitle: (fields.jobTitle ?? []).map(fold),
    school: schools,
    schoolYear: stays.filter(({ school }) => schools.includes(school)).map(({ school, date }) => `${school}|${date.slice(0, 4)}`),
    degree: (fields.degree ?? []).map((degree) => fold(degree).replaceAll(' ', '')),
    field: (fields.field ?? []).map(fold),
    skill: (fields.skill ?? []).map(fold),
  };
}

interface Values {
  idOf(value: string): number;
  readonly values: readonly string[];
}

function createValues(): Values {
  const byValue = new Map<string, number>();
  const values: string[] = [];
  return {
    values,
    idOf(value) {
      const known = byValue.get(value);
      if (known !== undefined) {
        return known;
      }
      byValue.set(value, values.length);
      values.push(value);
      return values.length - 1;
    },
  };
}

function createStore(dictionary: Values) {
  let starts = new Uint32Array(1024);
  let valueIds = new Uint32Array(1024);
  let rowCount = 0;
  let valueCount = 0;

  return {
    add(values: readonly string[]) {
      if (rowCount + 2 > starts.length) {
        starts = grown(starts);
      }
      const from = valueCount;
      for (const value of values) {
        const id = value === '' ? undefined : dictionary.idOf(value);
        if (id !== undefined && valueCount - from < MOST_VALUES && !valueIds.subarray(from, valueCount).includes(id)) {
          if (valueCount === valueIds.length) {
            valueIds = grown(valueIds);
          }
          valueIds[valueCount] = id;
          valueCount += 1;
        }
      }
      rowCount += 1;
      starts[rowCount] = valueCount;
    },

    build(rows: readonly number[]): Column {
      const ordered = { starts: new Uint32Array(rowCount + 1), valueIds: new Uint32Array(valueCount) };
      const counts = new Uint32Array(dictionary.values.length);
      let at = 0;
      rows.forEach((row, index) => {
        for (let from = starts[row] ?? 0; from < (starts[row + 1] ?? 0); from += 1) {
          const id = valueIds[from] ?? 0;
          ordered.valueIds[at] = id;
          counts[id] = (counts[id] ?? 0) + 1;
          at += 1;
        }
        ordered.starts[index + 1] = at;
      });
      // What was gathered is let go: a million records fill it twice.
      starts = new Uint32Array(0);
      valueIds = new Uint32Array(0);
      return { dictionary, counts, ...ordered };
    },
  };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
