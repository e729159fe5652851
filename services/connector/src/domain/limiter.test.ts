import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createLimiter, type Limiter, type Urgency } from './limiter';

const settings = { windowMs: 1_000, callsPerWindow: 10, concurrentCalls: 8 };

/** A limiter on a clock of its own that notes what it grants. */
function open(given = settings) {
  const clock = { nowMs: 50_000 };
  const granted: { urgency: Urgency; atMs: number }[] = [];
  const limiter = createLimiter(given, () => clock.nowMs);
  return {
    clock,
    granted,
    limiter,
    request: (urgency: Urgency) => limiter.request(urgency, () => granted.push({ urgency, atMs: clock.nowMs })),
    /** Calls in the window that ends now. */
    inWindow: () => granted.filter(({ atMs }) => atMs > clock.nowMs - given.windowMs).length,
  };
}

type Step = { readonly do: 'request'; readonly urgency: Urgency } | { readonly do: 'release' } | { readonly do: 'wait'; readonly ms: number } | { readonly do: 'learn'; readonly calls: number; readonly concurrent: number } | { readonly do: 'pause'; readonly ms: number };

const urgency = fc.constantFrom<Urgency>('webhook', 'list', 'read');
const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('request' as const), urgency }) },
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'release' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(999, 1_000, 1_001)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('learn' as const), calls: fc.integer({ min: 1, max: 15 }), concurrent: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 2_000 }) }) },
);

describe('the limiter of a connection', () => {
  it('never grants more than the limit in any window, never more at once than allowed, and nothing while it is paused', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const { clock, granted, limiter, request, inWindow } = open();
        let [limit, concurrent, inFlight, pausedUntilMs] = [settings.callsPerWindow, settings.concurrentCalls, 0, 0];
        for (const one of steps) {
          switch (one.do) {
            case 'request':
              request(one.urgency);
              break;
            case 'release':
              if (inFlight > 0) {
                limiter.release();
                inFlight -= 1;
              }
              break;
            case 'wait':
              clock.nowMs += one.ms;
              break;
            case 'learn':
              limiter.learn({ callsPerWindow: one.calls, concurrentCalls: one.concurrent });
              [limit, concurrent] = [one.calls, one.concurrent];
              break;
            case 'pause':
              limiter.pauseFor(one.ms);
              pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs + one.ms);
          }
          const before = granted.length;
          const againMs = limiter.grantDue();
          const news = granted.length - before;
          inFlight += news;
          if (news > 0) {
            expect(inWindow()).toBeLessThanOrEqual(limit);
            expect(inFlight).toBeLessThanOrEqual(concurrent);
            expect(clock.nowMs).toBeGreaterThanOrEqual(pausedUntilMs);
          }
          expect(againMs === undefined || againMs > 0).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('grants everything in the end, to whoever looks again when it says', () => {
    fc.assert(
      fc.property(fc.array(urgency, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 700 }), (urgencies, durationMs) => {
        const { clock, granted, limiter, request } = open();
        urgencies.forEach(request);
        const running: number[] = [];
        for (let turns = 0; granted.length < urgencies.length && turns < 1_000; turns++) {
          const before = granted.length;
          const againMs = limiter.grantDue();
          running.push(...new Array<number>(granted.length - before).fill(clock.nowMs + durationMs));
          clock.nowMs = Math.min(clock.nowMs + (againMs ?? Number.POSITIVE_INFINITY), running[0] ?? Number.POSITIVE_INFINITY);
          while (running[0] !== undefined && running[0] <= clock.nowMs) {
            running.shift();
            limiter.release();
          }
        }
        expect(granted).toHaveLength(urgencies.length);
      }),
    );
  });

  it('lets webhooks go first, then lists, then reads, each in the order of asking', () => {
    const { granted, limiter, request } = open();
    const asked: Urgency[] = ['read', 'list', 'webhook', 'read', 'webhook'];
    asked.forEach(request);
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['webhook', 'webhook', 'list', 'read', 'read']);
  });

  it('never starves the sync: while it waits, at least every fifth call is its own, however many webhooks wait', () => {
    const { clock, granted, limiter, request } = open();
    for (let count = 0; count < 100; count++) {
      request('webhook');
    }
    for (let count = 0; count < 20; count++) {
      request('read');
    }
    for (let turn = 0; granted.length < 80 && turn < 1_000; turn++) {
      const before = granted.length;
      clock.nowMs += limiter.grantDue() ?? 0;
      granted.slice(before).forEach(() => limiter.release());
    }
    for (let start = 0; start + 5 <= 80; start++) {
      expect(granted.slice(start, start + 5).some(({ urgency: one }) => one === 'read')).toBe(true);
    }
  });

  it('forgets a request that was withdrawn', () => {
    const { granted, limiter, request } = open();
    const withdraw = request('read');
    request('list');
    withdraw();
    withdraw();
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['list']);
  });

  it('keeps what it knows of the limits when an answer says nothing', () => {
    const { granted, limiter, request } = open();
    limiter.learn({ callsPerWindow: 3, concurrentCalls: undefined });
    limiter.learn({ callsPerWindow: undefined, concurrentCalls: undefined } satisfies Parameters<Limiter['learn']>[0]);
    for (let count = 0; count < 5; count++) {
      request('read');
    }
    limiter.grantDue();
    expect(granted).toHaveLength(3);
  });
});
