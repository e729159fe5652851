import { describe, expect, it, jest } from '@jest/globals';

import { generatePeople, ERROR_RATE, type Generated } from '../../testing/generate-people';
import { COMPARISON_AT } from './comparisons';
import { type PersonRecord } from './field-kind';
import { matchPeople, type Matching, type Mode } from './match-people';
import { createPeople } from './people';

// Each learns anew, on a machine that may be busy.
jest.setTimeout(60_000);

function match(records: readonly PersonRecord[], mode: Mode = 'dedupe', right: readonly PersonRecord[] = []): Matching {
  const people = createPeople();
  records.forEach((record) => people.add(record));
  right.forEach((record) => people.add(record, 'right'));
  return matchPeople(people.build(), mode);
}

/** Each pair with what was said of it, by ids. */
function decided({ people, pairs, probabilities, decisions }: Matching) {
  return [...pairs.lefts].map((left, i) => ({ left: people.ids[left] ?? '', right: people.ids[pairs.rights[i] ?? 0] ?? '', probability: probabilities[i], decision: decisions[i] }));
}

function judge(matching: Matching, { personOf }: Generated) {
  const matches = decided(matching).filter(({ decision }) => decision === 'match');
  const right = matches.filter((pair) => personOf.get(pair.left) === personOf.get(pair.right)).length;
  const all = personOf.size - new Set(personOf.values()).size;
  return { precision: right / matches.length, recall: right / all };
}

const generated = generatePeople(150);
const matching = match(generated.records);

describe('what is learned', () => {
  it('is how often one person’s records agree', () => {
    const agreeing = matching.model.m[COMPARISON_AT.get('birthDate') ?? 0]?.[0] ?? 0;
    expect(agreeing).toBeGreaterThan(1 - ERROR_RATE - 0.08);
    expect(agreeing).toBeLessThan(1 - ERROR_RATE + 0.08);
  });

  it('is how often strangers do', () => {
    expect(matching.model.u[COMPARISON_AT.get('given') ?? 0]?.[0]).toBeCloseTo(1 / 150, 2);
    expect(matching.model.u[COMPARISON_AT.get('city') ?? 0]?.[0]).toBeCloseTo(1 / 120, 2);
  });

  it('is how many pairs are of one person', () => {
    const total = generated.records.length;
    const pairs = (matching.model.prior * total * (total - 1)) / 2;
    const truth = total - 150;
    expect(pairs / truth).toBeGreaterThan(0.93);
    expect(pairs / truth).toBeLessThan(1.07);
  });
});

describe('who is one person', () => {
  it('is found without labels', () => {
    const { precision, recall } = judge(matching, generated);
    expect(precision).toBeGreaterThan(0.995);
    expect(recall).toBeGreaterThan(0.97);
  });

  it('does not depend on the order of the records', () => {
    const shuffled = [...generated.records].sort((a, b) => (a.id < b.id ? 1 : -1));
    const other = match(shuffled);
    expect(decided(other)).toEqual(decided(matching));
    expect(other.groupOf).toEqual(matching.groupOf);
  });
});

describe('no chaining', () => {
  it('does not fuse strangers who share a phone number', () => {
    const sharing = generated.records.map((record, index) => (index < 40 ? { ...record, fields: { ...record.fields, phone: ['030 1234567'] } } : record));
    const { people, groupOf = new Uint32Array() } = match(sharing);
    const personsOf = new Map<number, Set<number | undefined>>();
    groupOf.forEach((group, record) => personsOf.set(group, (personsOf.get(group) ?? new Set()).add(generated.personOf.get(people.ids[record] ?? ''))));
    expect([...personsOf.values()].filter((persons) => persons.size > 1)).toEqual([]);
  });
});

describe('link', () => {
  const copies = generated.records.filter(({ id }) => id.endsWith('-1'));
  const originals = generated.records.filter(({ id }) => id.endsWith('-0'));

  it('finds each candidate’s profile', () => {
    const { precision, recall } = judge(match(copies, 'link', originals), generated);
    expect(precision).toBeGreaterThan(0.995);
    expect(recall).toBeGreaterThan(0.97);
  });

  it('asks where two profiles are equally likely', () => {
    const twice = originals.map((record) => ({ ...record, id: `again-${record.id}` }));
    const said = decided(match(copies, 'link', [...originals, ...twice]));
    expect(said.filter(({ decision }) => decision === 'match')).toEqual([]);
    expect(said.filter(({ decision }) => decision === 'ask').length).toBeGreaterThan(copies.length);
  });

  it('gives a candidate one match at most', () => {
    const near = originals.map((record) => ({ ...record, id: `again-${record.id}`, fields: { ...record.fields, city: ['elsewhere'] } }));
    const lefts = decided(match(copies, 'link', [...originals, ...near])).filter(({ decision }) => decision === 'match').map(({ left }) => left);
    expect(new Set(lefts).size).toBe(lefts.length);
  });
});

describe('evidence', () => {
  const named = (given: string, family: string) => ({ givenName: [given], familyName: [family], city: ['Ulm'] });
  const frequent = generated.records[0]?.fields.givenName ?? [];
  const cases: Readonly<Record<string, readonly [PersonRecord['fields'], PersonRecord['fields']]>> = {
    alone: [named('Tomas', 'Berlander'), named('Tomas', 'Berlander')],
    conflict: [{ ...named('Igor', 'Hallgrim'), birthDate: ['19700101'] }, { ...named('Igor', 'Hallgrim'), birthDate: ['19880523'] }],
    missing: [{ ...named('Pavel', 'Quistorp'), birthDate: ['19700101'] }, named('Pavel', 'Quistorp')],
    rare: [{ givenName: ['Xanthippus'], familyName: ['Wendelin'] }, { givenName: ['Xanthippus'], familyName: ['Wendelin'] }],
    frequent: [{ givenName: frequent, familyName: ['Zuckmayer'] }, { givenName: frequent, familyName: ['Zuckmayer'] }],
    swapped: [{ ...named('Odilo', 'Yssing'), birthDate: ['19700101'] }, { ...named('Yssing', 'Odilo'), birthDate: ['19700101'] }],
  };
  const said = decided(match([...generated.records, ...Object.entries(cases).flatMap(([name, [left, right]]) => [{ id: `${name}-x`, fields: left }, { id: `${name}-y`, fields: right }])]));
  const oddsOf = (name: string) => {
    const probability = said.find((pair) => pair.left === `${name}-x` && pair.right === `${name}-y`)?.probability ?? 0;
    return probability / (1 - probability);
  };

  it('counts a conflict against', () => {
    expect(oddsOf('conflict')).toBeLessThan(oddsOf('alone') / 8);
  });

  it('has no weight where a value is missing', () => {
    expect(oddsOf('missing') / oddsOf('alone')).toBeCloseTo(1, 1);
  });

  it('is stronger from a rare name than from a frequent one', () => {
    expect(oddsOf('rare')).toBeGreaterThan(2 * oddsOf('frequent'));
  });

  it('knows names in each other’s place', () => {
    expect(oddsOf('swapped')).toBeGreaterThan(10);
  });
});

describe('odd records', () => {
  it('compares a bounded number of pairs of many equal names', () => {
    const equal = Array.from({ length: 2_500 }, (_none, i) => ({ id: String(i), fields: { givenName: ['Jane'], familyName: ['Doe'] } }));
    const { pairs, groupOf } = match(equal);
    expect(pairs.lefts.length).toBeLessThanOrEqual(40 * 2_500);
    expect(groupOf).toHaveLength(2_500);
  });

  it('says nothing of empty records, one record or none', () => {
    expect(match([]).pairs.lefts).toHaveLength(0);
    expect(match([{ id: 'a', fields: {} }]).pairs.lefts).toHaveLength(0);
    expect(match([{ id: 'a', fields: {} }, { id: 'b', fields: { fullName: ['', '!'] } }]).pairs.lefts).toHaveLength(0);
  });
});
