import { describe, expect, it } from '@jest/globals';

import { describeLag } from './lag';

const now = new Date('2026-01-01T10:00:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

describe('the lag of polling', () => {
  it('is how long ago the last pass that is done began', () => {
    expect(describeLag(before(90), false, false, 300_000, now)).toMatchObject({ mirroredUntilTime: before(90), pollingLagSeconds: 90, pollingOnly: false });
    expect(describeLag(before(-5), false, false, 300_000, now).pollingLagSeconds).toBe(0);
  });

  it('is said in words: also that polling is all there is, and that the first pass is not done', () => {
    expect(describeLag(before(600), true, false, 300_000, now).summary).toBe('Nobody calls us: changes are learned by polling alone, every 5 minutes. What its lists showed 10 minutes ago is mirrored.');
    expect(describeLag(undefined, false, false, 15_000, now).summary).toContain('every 15 s, finds what it did not tell. The first pass is not done yet.');
    expect(describeLag(before(600), true, true, 300_000, now).summary).toBe('A person paused it: nothing is read. What webhooks tell meanwhile is kept for later. What its lists showed 10 minutes ago is mirrored.');
    expect(describeLag(before(3 * 3_600), true, false, 1, now).summary).toContain('3 hours ago');
  });
});
