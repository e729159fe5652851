import { describe, expect, it } from '@jest/globals';

import { estimate } from './progress';

const startedTime = new Date('2026-01-01T10:00:00Z');
const after = (seconds: number) => new Date(startedTime.getTime() + seconds * 1_000);
const done = { listed: 10, total: 10, done: true };

describe('the progress of a pass', () => {
  it('ends when what is due and what is not listed yet is read, at the rate so far', () => {
    const lists = [done, { listed: 190, total: 390, done: false }];
    expect(estimate({ startedTime, read: 50, due: 50, lists }, after(10))).toEqual({ readsPerSecond: 5, remaining: 150, estimatedEndTime: after(10 + 30) });
  });

  it('is over when nothing is left, whatever the rate', () => {
    expect(estimate({ startedTime, read: 0, due: 0, lists: [done] }, after(10))).toEqual({ readsPerSecond: 0, remaining: 0, estimatedEndTime: after(10) });
  });

  it('cannot be told before every list has shown how long it is, nor before anything was read', () => {
    expect(estimate({ startedTime, read: 5, due: 5, lists: [done, { listed: 0, total: 0, done: false }] }, after(10))).toMatchObject({ remaining: undefined, estimatedEndTime: undefined });
    expect(estimate({ startedTime, read: 0, due: 5, lists: [done] }, startedTime)).toMatchObject({ remaining: 5, estimatedEndTime: undefined });
  });

  it('counts no list’s surplus: a list may grow shorter while it is read', () => {
    expect(estimate({ startedTime, read: 0, due: 0, lists: [{ listed: 20, total: 10, done: false }] }, after(1)).remaining).toBe(0);
  });
});
