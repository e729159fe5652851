import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { createLease } from './lease';

describe('a lease', () => {
  let clockMs = 0;
  const nowMs = () => clockMs;
  /** Time passes, and timers tell. */
  async function passMs(ms: number): Promise<void> {
    clockMs += ms;
    await jest.advanceTimersByTimeAsync(ms);
  }

  beforeEach(() => {
    jest.useFakeTimers();
    clockMs = 1_000;
  });
  afterEach(() => void jest.useRealTimers());

  it('is held while beats are stored, and lost 4 s after the last one was sent, however long a beat hangs', async () => {
    const lease = createLease(1, clockMs, nowMs);
    await passMs(3_000);
    lease.renew(2_500);
    await passMs(2_499);
    lease.require();
    expect(lease.signal.aborted).toBe(false);
    await passMs(1);
    expect(lease.signal.aborted).toBe(true);
    expect(() => lease.require()).toThrow('the lease could not be renewed');
  });

  it('is known to be lost by a process that was stopped meanwhile, before its timers tell', () => {
    const lease = createLease(1, clockMs, nowMs);
    clockMs += 4_000;
    expect(lease.signal.aborted).toBe(false);
    expect(() => lease.require()).toThrow('the lease could not be renewed');
    expect(lease.signal.aborted).toBe(true);
  });

  it('that was lost to another one stays lost', () => {
    const lease = createLease(1, clockMs, nowMs);
    lease.lose('the lease was lost');
    lease.renew(clockMs);
    expect(() => lease.require()).toThrow('the lease was lost');
  });

  it('leaves no timer behind once it ended', () => {
    createLease(1, clockMs, nowMs).end();
    expect(jest.getTimerCount()).toBe(0);
  });
});
