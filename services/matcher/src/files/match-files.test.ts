import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it, jest } from '@jest/globals';

import { MODEL_VERSION } from '../domain/model/model';
import { generatePeople } from '../testing/generate-people';
import { matchFiles } from './match-files';

const folder = mkdtempSync(join(tmpdir(), 'match-files-'));
// Eleven runs of the whole door, on a machine that may be busy.
jest.setTimeout(60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

let runs = 0;
async function run(...args: string[]) {
  const said = { printed: '', complained: '' };
  const out = join(folder, `out-${(runs += 1)}`);
  const code = await matchFiles([...args, '--out', out], {
    print: (text) => (said.printed += text),
    complain: (text) => (said.complained += text),
    say: () => undefined,
  });
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  return { ...said, code, out, read, isWritten: existsSync(out) };
}

const { records, personOf } = generatePeople(50);
const header = ['key', 'given', 'family', 'born', 'town', 'zip'];
const rows = records.map(({ id, fields }) => [id, ...(['givenName', 'familyName', 'birthDate', 'city', 'postalCode'] as const).map((kind) => fields[kind]?.[0] ?? 'NA')]);
const toCsv = (lines: readonly (readonly string[])[], separator = ',') => [header, ...lines].map((line) => line.join(separator)).join('\n');
const columns = [
  { column: 'given', as: 'givenName' },
  { column: 'family', as: 'familyName' },
  { column: 'born', as: 'birthDate', format: 'yyyyMMdd' },
  { column: 'town', as: 'city' },
  { column: 'zip', as: 'postalCode' },
];
const mapping = put('people.json', JSON.stringify({ id: 'key', trim: true, missing: ['', 'NA'], columns }));
const people = put('people.csv', toCsv(rows));

describe('dedupe', () => {
  it('writes pairs, clusters with every id once, and a report', async () => {
    const { code, printed, complained, read } = await run('--mode', 'dedupe', '--left', people, '--mapping', mapping);
    expect({ code, printed, complained }).toEqual({ code: 0, printed: '', complained: '' });
    const [pairHeader, ...pairs] = read('pairs.csv').trim().split('\n');
    expect(pairHeader).toBe('left_id,right_id,probability,decision');
    expect(pairs.every((line) => Number(line.split(',')[2]) >= 0.01)).toBe(true);
    const [clusterHeader, ...clusters] = read('clusters.csv').trim().split('\n');
    expect(clusterHeader).toBe('id,cluster_id');
    expect(clusters.map((line) => line.split(',')[0]).sort()).toEqual(records.map(({ id }) => id).sort());
    const fused = clusters.filter((line) => line.split(',').map((id) => personOf.get(id)).every((person, _at, [first]) => person === first));
    expect(fused.length / clusters.length).toBeGreaterThan(0.95);
    expect(JSON.parse(read('report.json'))).toMatchObject({ records: records.length, ruleVersion: MODEL_VERSION, badValues: {}, parameters: { termFrequencies: true } });
  });

  it('writes the same bytes whatever the order of the lines', async () => {
    const one = await run('--mode', 'dedupe', '--left', people, '--mapping', mapping);
    const other = await run('--mode', 'dedupe', '--left', put('reversed.tsv', toCsv([...rows].reverse(), '\t')), '--mapping', mapping);
    expect(other.read('pairs.csv')).toBe(one.read('pairs.csv'));
    expect(other.read('clusters.csv')).toBe(one.read('clusters.csv'));
  });

  it('explains a pair, and writes every compared one, when asked', async () => {
    const { printed, read } = await run('--mode', 'dedupe', '--left', people, '--mapping', mapping, '--write-compared', '--explain', '0-0,1-0');
    expect(printed).toMatch(/given .*different/);
    expect(printed).toContain(`probability 0.0000: none (match from 0.6, ask from 0.1; rules ${MODEL_VERSION})`);
    expect(JSON.parse(read('report.json'))).toMatchObject({ comparedPairs: read('compared.csv').split('\n').length - 2 });
  });

  it('counts dates that are none, and takes them for missing', async () => {
    const odd = put('odd.csv', toCsv(rows.map((row, at) => (at < 3 ? row.with(3, '19991399') : row))));
    const { read } = await run('--mode', 'dedupe', '--left', odd, '--mapping', mapping);
    expect(JSON.parse(read('report.json'))).toMatchObject({ badValues: { birthDate: 3 } });
  });
});

describe('link', () => {
  const profile = { id: 'p1', name: { full: 'Jane Doe' }, location: 'Ulm, Germany', urls: ['linkedin.com/in/jane'], positions: [{ title: 'Engineer', company: 'Acme Inc', start: '2019-04', end: null }] };
  const lines = (...objects: object[]) => objects.map((one) => JSON.stringify(one)).join('\n');
  const profiles = put('profiles.jsonl', lines(profile, ...records.map(({ id, fields }) => ({ id, name: { given: fields.givenName?.[0], family: fields.familyName?.[0] }, location: fields.city?.[0] }))));

  it('reads JSON Lines, and finds an address in ten million letters of a résumé', async () => {
    const resumeText = `${'lorem ipsum '.repeat(850_000)} https://www.linkedin.com/in/Jane ${'dolor '.repeat(10)}`;
    const candidates = put('candidates.jsonl', lines({ id: 'c1', name: { full: 'Doe, Jane' }, location: 'Ulm', resumeText }, { id: 'c2', name: null, skills: [] }));
    const { code, read } = await run('--mode', 'link', '--left', candidates, '--right', profiles);
    expect(code).toBe(0);
    expect(read('pairs.csv')).toMatch(/^c1,p1,0\.9\d+,match$/m);
  });
});

describe('what is wrong is named, and nothing is written', () => {
  const line = '{"id":"a","name":{"full":"Jane Doe"}}';
  const cases: [string, () => string[], RegExp][] = [
    ['an unknown option', () => ['--mode', 'dedupe', '--left', people, '--mapping', mapping, '--fast'], /--fast/],
    ['no mode', () => ['--left', people, '--mapping', mapping], /--mode/],
    ['no right file', () => ['--mode', 'link', '--left', people, '--mapping', mapping], /--right/],
    ['no mapping', () => ['--mode', 'dedupe', '--left', people], /people\.csv: needs a mapping/],
    ['an absent file', () => ['--mode', 'dedupe', '--left', join(folder, 'no.jsonl')], /no\.jsonl: cannot be read/],
    ['an unknown column', () => ['--mode', 'dedupe', '--left', people, '--mapping', put('m1.json', `{"id":"key",\n"columns":[\n{"column":"nope","as":"city"}]}`)], /m1\.json:3: .*nope/],
    ['an unknown as', () => ['--mode', 'dedupe', '--left', people, '--mapping', put('m2.json', `{"id":"key",\n"columns":[{"column":"town","as":"shoeSize"}]}`)], /m2\.json:2: .*shoeSize/],
    ['an unknown key of a mapping', () => ['--mode', 'dedupe', '--left', people, '--mapping', put('m3.json', '{"id":"key",\n"colums":[]}')], /m3\.json:2: /],
    ['a mapping that is no JSON', () => ['--mode', 'dedupe', '--left', people, '--mapping', put('m4.json', '{"id":\n"key",,}')], /m4\.json:2: /],
    ['a duplicate id', () => ['--mode', 'dedupe', '--left', put('twice.csv', toCsv([...rows, rows[4] ?? []])), '--mapping', mapping], new RegExp(`twice\\.csv:${rows.length + 2}: id .* line 6`)],
    ['a line with too many cells', () => ['--mode', 'dedupe', '--left', put('wide.csv', toCsv([...rows.slice(0, 2), [...(rows[2] ?? []), 'x']])), '--mapping', mapping], /wide\.csv:4: /],
    ['a quote that does not end', () => ['--mode', 'dedupe', '--left', put('quote.csv', `${toCsv(rows.slice(0, 2))}\n"x`), '--mapping', mapping], /quote\.csv:\d+: /],
    ['a line without id', () => ['--mode', 'dedupe', '--left', put('no-id.csv', toCsv([['', 'a', 'b', '', '', '']])), '--mapping', mapping], /no-id\.csv:2: has no id/],
    ['a line that is no JSON', () => ['--mode', 'dedupe', '--left', put('bad.jsonl', `${line}\n\n{"id":"b",`)], /bad\.jsonl:3: /],
    ['a record of another shape', () => ['--mode', 'dedupe', '--left', put('shape.jsonl', `${line}\n{"id":"b","emails":"x"}`)], /shape\.jsonl:2: emails/],
    ['bytes that are no text', () => ['--mode', 'dedupe', '--left', put('bytes.jsonl', Buffer.concat([Buffer.from(`${line}\n{"id":"`), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]))], /bytes\.jsonl:2: is not UTF-8/],
    ['an id to explain that is none', () => ['--mode', 'dedupe', '--left', people, '--mapping', mapping, '--explain', '0-0,nobody'], /nobody/],
  ];

  it.each(cases)('%s', async (_name, args, message) => {
    const { code, complained, printed, isWritten } = await run(...args());
    expect({ code, printed, isWritten }).toEqual({ code: 2, printed: '', isWritten: false });
    expect(complained).toMatch(message);
  });
});
