import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideAdmission, noUsage, release, type Usage } from './limiter';

const admitMany = (times: readonly number[], speed: number): readonly number[] => {
  let usage: Usage = noUsage;
  return times.filter((now) => {
    const admission = decideAdmission(usage, false, now, speed);
    usage = admission.isAdmitted ? release(admission.usage, false) : admission.usage;
    return admission.isAdmitted;
  });
};

describe('the limiter', () => {
  it('admits ten requests in any scaled second, and all of them when there are no more', () => {
    const times = fc.array(fc.nat(400), { maxLength: 80 }).map((list) => list.toSorted((left, right) => left - right));
    fc.assert(
      fc.property(times, fc.constantFrom(1, 5, 20, 100), (asked, speed) => {
        const admitted = admitMany(asked, speed);
        const windowOf = (now: number): number => Math.floor((now * speed) / 1000);
        for (const window of new Set(asked.map(windowOf))) {
          const wanted = asked.filter((now) => windowOf(now) === window).length;
          expect(admitted.filter((now) => windowOf(now) === window)).toHaveLength(Math.min(10, wanted));
        }
      }),
    );
  });

  it('admits at speed 20 ten requests per 50 ms, not 200 at once', () => {
    expect(admitMany(Array.from({ length: 200 }, () => 1000), 20)).toHaveLength(10);
    expect(admitMany(Array.from({ length: 200 }, (_, index) => 1000 + index * 5), 20)).toHaveLength(200);
  });

  it('admits eight at a time, whatever their number per second', () => {
    let usage: Usage = noUsage;
    const admissions = Array.from({ length: 9 }, () => {
      const admission = decideAdmission(usage, false, 0, 1);
      usage = admission.usage;
      return admission.isAdmitted;
    });
    expect(admissions).toEqual([true, true, true, true, true, true, true, true, false]);
    expect(decideAdmission(release(usage, false), false, 0, 1).isAdmitted).toBe(true);
  });

  it('admits a second candidate list only when the first is answered', () => {
    const first = decideAdmission(noUsage, true, 0, 1);
    expect(decideAdmission(first.usage, true, 1, 1).isAdmitted).toBe(false);
    expect(decideAdmission(first.usage, false, 1, 1).isAdmitted).toBe(true);
    expect(decideAdmission(release(first.usage, true), true, 1, 1).isAdmitted).toBe(true);
  });

  it('reads what is left within the scaled second and of the concurrency that applies', () => {
    const first = decideAdmission(noUsage, false, 0, 1);
    expect(first.reading).toEqual({ limit: 10, remaining: 9, concurrentLimit: 8, concurrentRemaining: 7 });
    const list = decideAdmission(first.usage, true, 10, 1);
    expect(list.reading).toEqual({ limit: 10, remaining: 8, concurrentLimit: 1, concurrentRemaining: 0 });
    expect(decideAdmission(list.usage, false, 1000, 1).reading.remaining).toBe(9);
  });

  it('counts no refused request', () => {
    const full = Array.from({ length: 10 }).reduce<Usage>((usage) => release(decideAdmission(usage, false, 0, 1).usage, false), noUsage);
    expect(decideAdmission(full, false, 0, 1)).toMatchObject({ isAdmitted: false, usage: { requests: 10, inFlight: 0 } });
  });
});
