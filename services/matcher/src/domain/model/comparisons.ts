import { type Column, type ColumnName, type Dictionary, type People } from './people';
import { createTextLevels, TEXT_LEVELS } from './text-levels';
import {
  CODE_LEVELS, codeLevel, DATE_LEVELS, dateLevel, EMAIL_LEVELS, emailLevel, LIST_LEVELS, MISSING, NAME_LEVELS, nameLevel, urlLevel, type ValueLevels,
} from './value-levels';

/**
 * One thing that two records are compared by. `m`: how often records of one person show each level, as published for lists of
 * people; training moves it to what the data show.
 */
export interface Comparison {
  readonly name: ColumnName | 'nameOrder';
  readonly levels: readonly string[];
  readonly m: readonly number[];
  /** Columns whose equality makes this one's equality likely for strangers too: who shares the postal code shares the town. */
  readonly impliedBy: readonly ColumnName[];
}

const nameM = [0.8, 0.04, 0.03, 0.06, 0.03, 0.04];

/** Their order is the order of a comparison vector. */
export const COMPARISONS: readonly Comparison[] = [
  of('given', NAME_LEVELS, nameM),
  of('middle', NAME_LEVELS, nameM),
  of('family', NAME_LEVELS, nameM),
  // Whether given and family name stand in each other's place: costs what it costs when one person does it, and says nothing of strangers.
  of('nameOrder', ['straight', 'swapped'], [0.97, 0.03]),
  of('birthDate', DATE_LEVELS, [0.87, 0.06, 0.03, 0.02, 0.02]),
  of('identifier', CODE_LEVELS, [0.93, 0.04, 0.03]),
  of('email', EMAIL_LEVELS, [0.7, 0.06, 0.06, 0.18]),
  of('phone', CODE_LEVELS, [0.72, 0.08, 0.2]),
  of('url', LIST_LEVELS, [0.93, 0.07]),
  of('street', TEXT_LEVELS, [0.75, 0.12, 0.05, 0.08]),
  of('houseNumber', CODE_LEVELS, [0.85, 0.07, 0.08]),
  of('postalCode', CODE_LEVELS, [0.85, 0.08, 0.07], ['street']),
  of('city', TEXT_LEVELS, [0.8, 0.09, 0.03, 0.08], ['postalCode', 'street']),
  of('region', TEXT_LEVELS, [0.88, 0.04, 0.02, 0.06], ['city', 'postalCode']),
  of('country', TEXT_LEVELS, [0.94, 0.01, 0.01, 0.04], ['region', 'city', 'postalCode']),
  of('position', ['several equal', 'one equal', 'different'], [0.5, 0.25, 0.25]),
  of('employer', ['several equal', 'one equal', 'spelled alike', 'similar', 'different'], [0.45, 0.3, 0.08, 0.05, 0.12], ['position']),
  of('jobTitle', ['several equal', 'one equal', 'similar', 'different'], [0.25, 0.35, 0.25, 0.15]),
  of('schoolYear', ['several equal', 'one equal', 'different'], [0.3, 0.4, 0.3]),
  of('school', ['several equal', 'one equal', 'spelled alike', 'similar', 'different'], [0.2, 0.5, 0.1, 0.06, 0.14], ['schoolYear']),
  of('degree', LIST_LEVELS, [0.7, 0.3]),
  of('field', TEXT_LEVELS, [0.65, 0.1, 0.1, 0.15]),
  of('skill', ['most equal', 'many equal', 'some equal', 'different'], [0.3, 0.35, 0.25, 0.1]),
];

function of(name: Comparison['name'], levels: readonly string[], m: readonly number[], impliedBy: readonly ColumnName[] = []): Comparison {
  return { name, levels, m, impliedBy };
}

export const COMPARISON_AT: ReadonlyMap<Comparison['name'], number> = new Map(COMPARISONS.map(({ name }, index) => [name, index]));

/** What comparing two records gave: per comparison the level, and for an equal value in how many records it stands. */
export interface PairEvidence {
  readonly levels: Uint8Array;
  /** Records with the equal value; 0 where the level has no such value. */
  readonly counts: Float64Array;
  /** In how many ways the values could have met: lists meet by chance more easily. */
  readonly chances: Float64Array;
}

export function createPairEvidence(): PairEvidence {
  return { levels: new Uint8Array(COMPARISONS.length), counts: new Float64Array(COMPARISONS.length), chances: new Float64Array(COMPARISONS.length) };
}

export type ComparePair = (a: number, b: number, evidence: PairEvidence) => void;

/** A comparer of two records by their numbers. It remembers how values compare: few different values meet again and again. */
export function createComparePair(people: People): ComparePair {
  const { columns } = people;
  const [given, middle, family] = [columns.given, columns.middle, columns.family];
  const names = remember(given.dictionary, nameLevel);
  const by = (level: ValueLevels) => (dictionary: Dictionary) => remember(dictionary, level);
  const others = [
    ...(['identifier', 'phone', 'houseNumber', 'postalCode'] as const).map((name) => bestPair(columns, name, by(codeLevel))),
    ...(['street', 'city', 'region', 'country', 'field'] as const).map((name) => bestPair(columns, name, textLevels)),
    bestPair(columns, 'birthDate', by(dateLevel)),
    bestPair(columns, 'email', by(emailLevel)),
    bestPair(columns, 'url', by(urlLevel)),
    bestPair(columns, 'degree', unequal),
    shared(columns, 'position', unequal),
    shared(columns, 'schoolYear', unequal),
    shared(columns, 'employer', textLevels),
    shared(columns, 'school', textLevels),
    shared(columns, 'jobTitle', alikeTitles),
    overlap(columns),
  ];
  const [givenAt, middleAt, familyAt, orderAt] = [indexOf('given'), indexOf('middle'), indexOf('family'), indexOf('nameOrder')];

  return (a, b, evidence) => {
    evidence.levels.fill(MISSING);
    evidence.counts.fill(0);
    evidence.chances.fill(1);
    compareNames(a, b, evidence);
    for (const compare of others) {
      compare(a, b, evidence);
    }
  };

  function compareNames(a: number, b: number, { levels, counts }: PairEvidence): void {
    const givenA = first(given, a);
    const givenB = first(given, b);
    const familyA = first(family, a);
    const familyB = first(family, b);
    const straight = [levelOf(givenA, givenB), levelOf(familyA, familyB)] as const;
    const swapped = [levelOf(givenA, familyB), levelOf(familyA, givenB)] as const;
    const isSwapped = swapped.some((level) => level <= 1) && badness(swapped) + 3 < badness(straight);
    const chosen = isSwapped ? swapped : straight;
    [levels[givenAt], levels[familyAt]] = chosen;
    if (chosen[0] === 0) {
      counts[givenAt] = Math.max(given.counts[givenA] ?? 0, isSwapped ? (family.counts[givenA] ?? 0) : 0);
    }
    if (chosen[1] === 0) {
      counts[familyAt] = Math.max(family.counts[familyA] ?? 0, isSwapped ? (given.counts[familyA] ?? 0) : 0);
    }
    levels[orderAt] = chosen.every((level) => level === MISSING) ? MISSING : Number(isSwapped);
    const middleA = first(middle, a);
    const middleB = first(middle, b);
    levels[middleAt] = levelOf(middleA, middleB);
    counts[middleAt] = levels[middleAt] === 0 ? (middle.counts[middleA] ?? 0) : 0;
  }

  function levelOf(a: number, b: number): number {
    return a < 0 || b < 0 ? MISSING : names(a, b);
  }
}

/** For choosing an order only; a missing name is as bad as a different one that one need not explain. */
function badness([givenLevel, familyLevel]: readonly [number, number]): number {
  return (givenLevel === MISSING ? 4 : givenLevel) + (familyLevel === MISSING ? 4 : familyLevel);
}

function indexOf(name: Comparison['name']): number {
  const index = COMPARISON_AT.get(name);
  if (index === undefined) {
    throw new Error(`No comparison ${name}`);
  }
  return index;
}

function first({ starts, valueIds }: Column, record: number): number {
  const start = starts[record] ?? 0;
  return start < (starts[record + 1] ?? 0) ? (valueIds[start] ?? -1) : -1;
}

/** The level of two values by their numbers. */
type LevelOf = (a: number, b: number) => number;

/** So many pairs of values are remembered at most, each in the one place that its numbers give; another pair there takes it over. */
const REMEMBERED = 2 ** 18;

function remember({ values }: Dictionary, level: ValueLevels): LevelOf {
  const size = Math.min(REMEMBERED, 2 ** Math.ceil(Math.log2(values.length + 2)) * 16);
  const keys = new Float64Array(size);
  const levels = new Uint8Array(size);
  return (a, b) => {
    if (a === b) {
      return 0;
    }
    const less = Math.min(a, b);
    const more = Math.max(a, b);
    // Never 0, which marks a free place: two different numbers are not both 0.
    const key = less * 2 ** 26 + more;
    const place = (Math.imul(less, 0x9e3779b1) ^ Math.imul(more, 0x85ebca6b)) >>> 0 & (size - 1);
    if (keys[place] !== key) {
      keys[place] = key;
      levels[place] = level(values[a] ?? '', values[b] ?? '');
    }
    return levels[place] ?? MISSING;
  };
}

/** Values that are not equal are different, and no more is to be said. */
function unequal(): LevelOf {
  return (a, b) => (a === b ? 0 : 1);
}

function textLevels({ values }: Dictionary): LevelOf {
  return createTextLevels(values);
}

/** Job titles that are spelled alike are merely similar: senior and junior stand in one word. */
function alikeTitles({ values }: Dictionary): LevelOf {
  const levelOf = createTextLevels(values);
  return (a, b) => {
    const level = levelOf(a, b);
    return level === 0 ? 0 : level < 3 ? 1 : 2;
  };
}

type CompareColumn = (a: number, b: number, evidence: PairEvidence) => void;
type Columns = People['columns'];

/** The level of the two values, one of each record, that are most alike; of equal ones the rarest. */
function bestPair(columns: Columns, name: ColumnName, level: (dictionary: Dictionary) => LevelOf): CompareColumn {
  return compareValues(columns, name, level, (best) => best);
}

/** Lists: several equal values, one, or the most alike. The level function speaks of what is below equal: 1 is level 2. */
function shared(columns: Columns, name: ColumnName, level: (dictionary: Dictionary) => LevelOf): CompareColumn {
  return compareValues(columns, name, level, (best, equal) => (equal > 1 ? 0 : best + 1));
}

function compareValues(columns: Columns, name: ColumnName, level: (dictionary: Dictionary) => LevelOf, toLevel: (best: number, equal: number) => number): CompareColumn {
  const { starts, valueIds, counts: countsOf, dictionary } = columns[name];
  const index = indexOf(name);
  const levelOf = level(dictionary);
  return (a, b, { levels, counts, chances }) => {
    const fromA = starts[a] ?? 0;
    const toA = starts[a + 1] ?? 0;
    const fromB = starts[b] ?? 0;
    const toB = starts[b + 1] ?? 0;
    if (fromA === toA || fromB === toB) {
      return;
    }
    chances[index] = (toA - fromA) * (toB - fromB);
    let equal = 0;
    let count = Infinity;
    for (let i = fromA; i < toA; i += 1) {
      const value = valueIds[i] ?? 0;
      for (let j = fromB; j < toB; j += 1) {
        if (value === valueIds[j]) {
          equal += 1;
          count = Math.min(count, countsOf[value] ?? 0);
        }
      }
    }
    if (equal > 0) {
      levels[index] = toLevel(0, equal);
      counts[index] = count;
      return;
    }
    let best = MISSING;
    for (let i = fromA; i < toA && best > 1; i += 1) {
      for (let j = fromB; j < toB && best > 1; j += 1) {
        best = Math.min(best, levelOf(valueIds[i] ?? 0, valueIds[j] ?? 0));
      }
    }
    levels[index] = best === MISSING ? MISSING : toLevel(best, 0);
  };
}

/** Skills: which share of the shorter list is in the other. */
function overlap(columns: Columns): CompareColumn {
  const { starts, valueIds } = columns.skill;
  const index = indexOf('skill');
  return (a, b, { levels }) => {
    const left = valueIds.subarray(starts[a], starts[a + 1]);
    const right = valueIds.subarray(starts[b], starts[b + 1]);
    if (left.length > 0 && right.length > 0) {
      const share = left.reduce((sum, id) => sum + Number(right.includes(id)), 0) / Math.min(left.length, right.length);
      levels[index] = share > 0.66 ? 0 : share > 0.33 ? 1 : share > 0 ? 2 : 3;
    }
  };
}
