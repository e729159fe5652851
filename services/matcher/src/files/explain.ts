import { COMPARISONS, createPairEvidence } from '../domain/model/comparisons';
import { type Matching } from '../domain/model/match-people';
import { decideProbability, MODEL_VERSION, relationOddsOf, RELATIONS, THRESHOLDS, toProbability, weigh } from '../domain/model/model';
import { COLUMNS, type People } from '../domain/model/people';
import { MISSING } from '../domain/model/value-levels';
import { InputError } from './input-error';

export interface PairOfRecords {
  readonly left: number;
  readonly right: number;
}

/** "ID1,ID2"; an id may hold a comma itself. */
export function findPairOfRecords(text: string, people: People): PairOfRecords {
  const isLink = people.leftCount < people.ids.length;
  const parts = text.split(',');
  for (let cut = 1; cut < parts.length; cut += 1) {
    const left = people.ids.indexOf(parts.slice(0, cut).join(','));
    const right = people.ids.indexOf(parts.slice(cut).join(','), isLink ? people.leftCount : 0);
    if (left >= 0 && right >= 0 && (!isLink || left < people.leftCount)) {
      return { left, right };
    }
  }
  throw new InputError(`--explain ${text}: these are not two ids of the records.`);
}

/** The evidence of a pair: what was compared, how it stands, what it weighs, and what follows. */
export function explain({ people, model, compare }: Matching, { left, right }: PairOfRecords): string {
  const evidence = createPairEvidence();
  const ratios = new Float64Array(COMPARISONS.length);
  compare(left, right, evidence);
  weigh(model, evidence, ratios);
  const rows = COMPARISONS.flatMap(({ name, levels }, at) => {
    const level = evidence.levels[at] ?? MISSING;
    return level === MISSING ? [] : [[name, valuesOf(people, name, left), valuesOf(people, name, right), levels[level] ?? '', toBits(ratios[at] ?? 1)]];
  });
  const related = RELATIONS.map(({ name }, at) => [name, '', '', 'two people', toBits(relationOddsOf(model, ratios, at))]);
  const probability = toProbability(model, ratios);
  return [
    toTable([['compared', people.ids[left] ?? '', people.ids[right] ?? '', 'level', 'bits'], ['two records at random', '', '', '', toBits(model.prior / (1 - model.prior))], ...rows]),
    '',
    toTable([['agree without being one', '', '', '', 'bits'], ...related]),
    '',
    `probability ${probability.toFixed(4)}: ${decideProbability(probability)} (match from ${THRESHOLDS.match}, ask from ${THRESHOLDS.ask}; rules ${MODEL_VERSION})`,
    '',
  ].join('\n');
}

function valuesOf({ columns }: People, name: string, record: number): string {
  const column = COLUMNS.find((one) => one === name);
  if (column === undefined) {
    return '';
  }
  const { dictionary, starts, valueIds } = columns[column];
  return Array.from(valueIds.subarray(starts[record], starts[record + 1]), (id) => dictionary.values[id] ?? '').join('; ').slice(0, 60);
}

function toBits(ratio: number): string {
  const bits = Math.log2(ratio);
  return `${bits >= 0 ? '+' : ''}${bits.toFixed(2)}`;
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_cell, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ').trimEnd()).join('\n');
}
