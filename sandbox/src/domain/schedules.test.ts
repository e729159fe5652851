import { describe, expect, it } from '@jest/globals';
import { MAXIMUM_ATTEMPTS, retryGapMs } from './retry-schedule';
import { liveKeys } from './secret-keys';

const HOUR = 3_600_000;

describe('re-delivery', () => {
  it('waits 1, 3, 10, 45, 120 minutes and in the end a day, ten times in all', () => {
    const minutes = Array.from({ length: MAXIMUM_ATTEMPTS }, (_, index) => retryGapMs(index + 1, 1)).map((gap) => (gap === undefined ? undefined : gap / 60_000));
    expect(minutes.slice(0, 5)).toEqual([1, 3, 10, 45, 120]);
    expect(minutes.slice(9)).toEqual([1440, undefined]);
    expect(minutes.slice(0, 10)).toEqual(minutes.slice(0, 10).toSorted((left, right) => (left ?? 0) - (right ?? 0)));
  });

  it('waits a twentieth of it at speed 20', () => {
    expect(retryGapMs(1, 20)).toBe(3000);
  });
});

describe('a signing key', () => {
  const keys = [
    { value: 'old', createdAt: 0 },
    { value: 'new', createdAt: 10 * HOUR },
  ];

  it('lives 24 hours on after the next one was made', () => {
    expect(liveKeys(keys, 33 * HOUR, 1)).toEqual(keys);
    expect(liveKeys(keys, 34 * HOUR, 1).map(({ value }) => value)).toEqual(['new']);
  });

  it('lives for good while it is the last', () => {
    expect(liveKeys(keys, 10_000 * HOUR, 1).map(({ value }) => value)).toEqual(['new']);
  });

  it('ages with the time scale', () => {
    expect(liveKeys(keys, 11 * HOUR, 20)).toEqual(keys);
    expect(liveKeys(keys, 12 * HOUR, 20).map(({ value }) => value)).toEqual(['new']);
  });
});
