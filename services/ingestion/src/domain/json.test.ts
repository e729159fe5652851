import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { hashJson, listAt, objectAt, parseJsonObject, textAt, textsAt, timeAt } from './json';

const bytesOf = (text: string) => Buffer.from(text, 'utf8');

describe('a body that should be a JSON object', () => {
  it('is one or is refused with a reason, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytesOf), fc.string().map(bytesOf)), (bytes) => {
        const parsed = parseJsonObject(bytes);
        expect(typeof parsed === 'string' ? parsed.length : Object.keys(parsed).length).toBeGreaterThanOrEqual(0);
        expect(Array.isArray(parsed)).toBe(false);
      }),
    );
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not UTF-8'],
    ['a truncated body', bytesOf('{"id":"c1","firstNa'), 'not JSON'],
    ['an empty body', bytesOf(''), 'not JSON'],
    ['null', bytesOf('null'), 'not a JSON object'],
    ['a list', bytesOf('[{}]'), 'not a JSON object'],
    ['text', bytesOf('"x"'), 'not a JSON object'],
  ])('is refused for %s', (_what, bytes, reason) => {
    expect(parseJsonObject(bytes)).toBe(reason);
  });

  it('is refused when it is nested so deeply that reading it could exhaust the stack', () => {
    const depth = 200_000;
    expect(parseJsonObject(bytesOf(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`))).toBe('nested too deeply');
    expect(parseJsonObject(bytesOf('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)))).toBe('nested too deeply');
  });

  it('is understood when brackets are only text in it', () => {
    expect(parseJsonObject(bytesOf(JSON.stringify({ a: '[{'.repeat(10_000), b: '\\"[' })))).toEqual({ a: '[{'.repeat(10_000), b: '\\"[' });
  });

  it('is understood with values of many megabytes', () => {
    const huge = { a: 'x\\"'.repeat(2_000_000) };
    expect(parseJsonObject(bytesOf(JSON.stringify(huge)))).toEqual(huge);
  });
});

describe('the hash of JSON', () => {
  it('is blind to the order of keys and to white space, and to nothing else', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(json, json, (a, b) => {
        const reordered: unknown = JSON.parse(JSON.stringify(reverseKeys(a), undefined, 3));
        expect(hashJson(reordered)).toBe(hashJson(JSON.parse(JSON.stringify(a))));
        expect(hashJson(a) === hashJson(b)).toBe(JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b)));
      }),
    );
  });
});

describe('views of JSON', () => {
  it('leave out what has another type than expected, and never throw', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constant('x'), fc.jsonValue()), (parent) => {
        expect(typeof textAt(parent, 'x')).toBe('string');
        expect(Array.isArray(objectAt(parent, 'x'))).toBe(false);
        expect(listAt(parent, 'x').every((one) => !Array.isArray(one))).toBe(true);
        expect(textsAt(parent, 'x').every((one) => one.trim() !== '')).toBe(true);
        expect(Number.isNaN(timeAt(parent, 'x')?.getTime())).toBe(false);
      }),
    );
  });

  it('take a time only within the years that every store and index can hold', () => {
    expect(timeAt({ x: '2026-02-03T04:05:06.789Z' }, 'x')).toEqual(new Date('2026-02-03T04:05:06.789Z'));
    expect(timeAt({ x: '+012345-01-01T00:00:00Z' }, 'x')).toBeUndefined();
    expect(timeAt({ x: '-000044-03-15T00:00:00Z' }, 'x')).toBeUndefined();
    expect(timeAt({ x: 'yesterday' }, 'x')).toBeUndefined();
  });
});

function reverseKeys(value: unknown): unknown {
  return mapObjects(value, (entries) => entries.reverse());
}

function sortKeys(value: unknown): unknown {
  return mapObjects(value, (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapObjects(value: unknown, change: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) {
    return value.map((one: unknown) => mapObjects(one, change));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  // Not Object.fromEntries: a key may be "__proto__".
  return change(Object.entries(value)).reduce<object>((target, [key, one]) => {
    Object.defineProperty(target, key, { value: mapObjects(one, change), enumerable: true, configurable: true, writable: true });
    return target;
  }, {});
}
