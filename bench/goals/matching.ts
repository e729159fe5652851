import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { matchPeople, type Matching } from '@secondlook/matcher/dist/domain/model/match-people';
import { readPeople } from '@secondlook/matcher/dist/files/read-people';

import { type Goal } from '../goal';
import { judgeGroups, judgePairs, type Judgement } from '../support/judge-pairs';

/** Labelled sets beside the project; nothing of them is in it. */
const SETS = join(__dirname, '..', '..', '..', '..', 'shared', 'data');

interface LabelledSet {
  readonly name: string;
  readonly file: string;
  readonly mapping: object;
  /** The person of each record, by its id; `file` as it is, for labels that stand in it. */
  readonly personOf: (id: string, row: Readonly<Record<string, string>>) => string;
  readonly leastF1: number;
}

const febrlNames = [
  { column: 'given_name', as: 'givenName' },
  { column: 'surname', as: 'familyName' },
  { column: 'street_number', as: 'houseNumber' },
  { column: 'address_1', as: 'street' },
  { column: 'address_2', as: 'street' },
  { column: 'suburb', as: 'city' },
  { column: 'postcode', as: 'postalCode' },
  { column: 'state', as: 'region' },
];
const febrlNumbers = [
  { column: 'date_of_birth', as: 'birthDate', format: 'yyyyMMdd' },
  { column: 'soc_sec_id', as: 'identifier' },
];

function febrl(name: string, number: number, columns: readonly object[], leastF1: number): LabelledSet {
  return { name, file: join('febrl', `dataset${number}.csv`), mapping: { id: 'rec_id', trim: true, columns }, personOf: (id) => id.split('-')[1] ?? '', leastF1 };
}

const sets: readonly LabelledSet[] = [
  febrl('febrl 1', 1, [...febrlNames, ...febrlNumbers], 0.9997),
  febrl('febrl 2', 2, [...febrlNames, ...febrlNumbers], 0.9997),
  febrl('febrl 1 without birth date and id', 1, febrlNames, 0.9987),
  febrl('febrl 2 without birth date and id', 2, febrlNames, 0.9987),
  {
    name: 'fake_1000',
    file: join('fake_1000', 'fake_1000.csv'),
    mapping: {
      id: 'unique_id',
      columns: [
        { column: 'first_name', as: 'givenName' },
        { column: 'surname', as: 'familyName' },
        { column: 'dob', as: 'birthDate', format: 'yyyy-MM-dd' },
        { column: 'city', as: 'city' },
        { column: 'email', as: 'email' },
      ],
    },
    personOf: (_id, row) => row['cluster'] ?? '',
    leastF1: 0.9,
  },
  {
    name: 'RLdata500',
    file: join('rldata', 'RLdata500.tsv'),
    mapping: {
      id: 'id',
      missing: ['', 'NA'],
      columns: [
        { columns: ['fname_c1', 'fname_c2'], as: 'givenName' },
        { columns: ['lname_c1', 'lname_c2'], as: 'familyName' },
        { columns: ['by', 'bm', 'bd'], as: 'birthDate', format: 'y-M-d' },
      ],
    },
    personOf: (_id, row) => row['person'] ?? '',
    leastF1: 0.975,
  },
];

export const matching: Goal = {
  id: 'MATCHING',
  statement: 'pairs and groups of labelled sets without labels, at the default threshold (Q1–Q4)',
  size: sets.length,
  unit: 'sets',
  measure: async ({ say }) => {
    if (!existsSync(SETS)) {
      return { isMet: false, isSkipped: true, figure: `the labelled sets are not there (${join('..', 'shared', 'data')})` };
    }
    const folder = mkdtempSync(join(tmpdir(), 'bench-matching-'));
    try {
      const missed: string[] = [];
      say('set | records | pairs | completeness | reduction | precision | recall | F1 | groups F1 | groups precision | B-cubed F1 | seconds');
      for (const set of sets) {
        const { groups, line } = await measureSet(set, folder);
        say(line);
        if (groups.f1 < set.leastF1) {
          missed.push(set.name);
        }
      }
      return { isMet: missed.length === 0, figure: missed.length === 0 ? `groups of all ${sets.length} sets reach their F1` : `below its F1: ${missed.join(', ')}` };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measureSet({ name, file, mapping, personOf }: LabelledSet, folder: string): Promise<{ readonly groups: Judgement; readonly line: string }> {
  const { rows, header, separator } = readRows(file);
  const copy = join(folder, file.replaceAll('/', '-'));
  writeFileSync(copy, [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))].map((cells) => cells.join(separator)).join('\n'));
  const mappingFile = join(folder, 'mapping.json');
  writeFileSync(mappingFile, JSON.stringify(mapping));
  const { people } = await readPeople({ left: { file: copy, mapping: mappingFile }, right: undefined });
  const startedAt = performance.now();
  const matched = matchPeople(people, 'dedupe');
  const seconds = (performance.now() - startedAt) / 1000;
  const idColumn = 'id' in mapping ? String(mapping.id) : '';
  const persons = new Map(rows.map((row) => [row[idColumn] ?? '', personOf(row[idColumn] ?? '', row)]));
  const personAt = people.ids.map((id) => persons.get(id) ?? '');
  const { pairs, completeness, reduction } = judgePairs(personAt, { ...matched.pairs, isMatch: (i) => matched.decisions[i] === 'match' });
  const { groups, bCubed } = judgeGroups(personAt, groupsOf(matched));
  const figures = [completeness, reduction, pairs.precision, pairs.recall, pairs.f1, groups.f1, groups.precision, bCubed].map((figure) => figure.toFixed(4));
  return { groups, line: [name, people.ids.length, pairs.all, ...figures, seconds.toFixed(1)].join(' | ') };
}

function groupsOf({ groupOf }: Matching): Uint32Array {
  if (groupOf === undefined) {
    throw new Error('There are no groups.');
  }
  return groupOf;
}

/** These sets have no quoted cells. RLdata's persons stand in a file of their own, line by line, and it has no ids. */
function readRows(file: string) {
  const separator = file.endsWith('.tsv') ? '\t' : ',';
  const read = (path: string) => readFileSync(join(SETS, path), 'utf8').trim().split(/\r?\n/).map((line) => line.split(separator).map((cell) => cell.trim()));
  const [header = [], ...lines] = read(file);
  const persons = file.startsWith('rldata') ? read(join('rldata', 'identity.RLdata500.tsv')).slice(1) : undefined;
  const rows = lines.map((cells, at) => ({
    ...Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])),
    ...(persons === undefined ? {} : { id: String(at), person: persons[at]?.[0] ?? '' }),
  })).map((row): Record<string, string> => row);
  return { rows, separator, header: persons === undefined ? header : ['id', ...header] };
}
