import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random';
import { canonicalJson, type Json } from '../json';
import { breakJson, distort } from './distort';
import { type Strike } from './fault-plan';
import { faultRuleSchema, type FaultName, type FaultRule } from './fault-rule';

const strike = (name: FaultName, more: Partial<FaultRule> = {}, seed = 1): Strike => ({
  rule: faultRuleSchema.parse({ name, ...more }),
  random: createRandom(seed),
});

const body: Json = {
  limit: 10,
  content: [{ id: 'a', status: 'NEW', email: 'a@example.com', internal: false, location: { city: 'Bonn', lat: 1 }, tags: ['x'], actions: { details: { url: 'u', method: 'GET' } } }],
};

const differs = (name: FaultName, more?: Partial<FaultRule>): readonly string[] =>
  Array.from({ length: 40 }, (_, seed) => canonicalJson(distort(body, strike(name, more, seed)) ?? null));

describe('a distorted answer', () => {
  it('differs from the good one in the item only, never in id, actions or paging', () => {
    for (const name of ['null_field', 'wrong_type', 'oversize_string', 'new_enum_value', 'new_field'] as const) {
      for (const text of differs(name, { bytes: 20 })) {
        expect(text).not.toBe(canonicalJson(body));
        expect(text).toContain('"id":"a"');
        expect(text).toContain('"limit":10');
        expect(text).toContain('"url":"u"');
      }
    }
  });

  it('comes to every field sooner or later, the deep ones too', () => {
    const nulled = new Set(differs('null_field').flatMap((text) => text.match(/"\w+":null/g) ?? []));
    expect([...nulled].sort()).toEqual(['city', 'email', 'internal', 'lat', 'location', 'status', 'tags'].map((key) => `"${key}":null`));
  });

  it('has another type, a huge text or an unknown value where it was told to', () => {
    expect(distort(body, strike('wrong_type', { fields: ['lat'] }))).toMatchObject({ content: [{ location: { lat: '1' } }] });
    expect(distort(body, strike('wrong_type', { fields: ['email'] }))).toMatchObject({ content: [{ email: [13] }] });
    expect(distort(body, strike('oversize_string', { fields: ['city'], bytes: 50 }))).toMatchObject({ content: [{ location: { city: 'x'.repeat(50) } }] });
    expect(distort(body, strike('new_enum_value'))).toMatchObject({ content: [{ status: 'SHORTLISTED_BY_ROBOT' }] });
    expect(distort(body, strike('null_field', { fields: ['id'] }))).toMatchObject({ content: [{ id: null }] });
  });

  it('is none where there is nothing to distort', () => {
    expect(distort({ content: [] }, strike('new_field'))).toBeUndefined();
    expect(distort({ content: [{ id: 'a' }] }, strike('new_enum_value'))).toBeUndefined();
    expect(distort({ content: [{ id: 'a' }] }, strike('null_field'))).toBeUndefined();
  });

  it('is no JSON when cut off or replaced', () => {
    const text = JSON.stringify(body);
    for (const name of ['truncated_json', 'invalid_json'] as const) {
      for (let seed = 0; seed < 20; seed += 1) expect(() => { JSON.parse(breakJson(text, strike(name, {}, seed))); }).toThrow();
    }
  });
});
