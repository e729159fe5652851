import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { countOverdue, isNextRoundDue, type SweepRound } from './sweep';

const DAY_MS = 86_400_000;
const PERIOD_MS = 14 * DAY_MS;
const started = new Date('2026-06-01T00:00:00Z');
const after = (ms: number) => new Date(started.getTime() + ms);
const round = (fields: Partial<SweepRound> = {}): SweepRound => ({ startedTime: started, total: 1_000, swept: 0, ended: false, ...fields });

describe('the detail sweep', () => {
  it('asks for nobody at its beginning, for half after half of a round, and for all that is left after it', () => {
    expect(countOverdue(round(), PERIOD_MS, started)).toBe(0);
    expect(countOverdue(round(), PERIOD_MS, after(0.45 * PERIOD_MS))).toBe(500);
    expect(countOverdue(round({ swept: 480 }), PERIOD_MS, after(0.45 * PERIOD_MS))).toBe(20);
    expect(countOverdue(round({ swept: 999 }), PERIOD_MS, after(0.95 * PERIOD_MS))).toBe(Number.POSITIVE_INFINITY);
    expect(countOverdue(round({ ended: true }), PERIOD_MS, after(0.95 * PERIOD_MS))).toBe(0);
  });

  it('begins its next round when the last one is over, not as soon as everybody was asked for', () => {
    expect(isNextRoundDue(undefined, PERIOD_MS, started)).toBe(true);
    expect(isNextRoundDue(round({ ended: true }), PERIOD_MS, after(0.5 * PERIOD_MS))).toBe(false);
    expect(isNextRoundDue(round(), PERIOD_MS, after(2 * PERIOD_MS))).toBe(false);
    expect(isNextRoundDue(round({ ended: true }), PERIOD_MS, after(0.9 * PERIOD_MS))).toBe(true);
  });

  it('asks for everybody again within the period, round after round, and evenly: for no more at once than the time since the last look is worth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 100, maxLength: 200 }), (total, looksAfter) => {
        const lastAsked = Array.from({ length: total }, () => 0);
        let [now, current] = [0, round({ total })];
        for (const thousandths of looksAfter) {
          now += (thousandths * PERIOD_MS) / 1_000;
          if (isNextRoundDue(current, PERIOD_MS, after(now))) {
            current = round({ total, startedTime: after(now) });
          }
          const { swept } = current;
          const asked = Math.min(countOverdue(current, PERIOD_MS, after(now)), total - swept);
          expect(asked).toBeLessThanOrEqual(Math.ceil((thousandths / 900) * total) + 1);
          lastAsked.fill(now, swept, swept + asked);
          current = { ...current, swept: swept + asked, ended: swept + asked === total };
          expect(now - Math.min(...lastAsked)).toBeLessThanOrEqual(PERIOD_MS);
        }
      }),
    );
  });
});
