import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createLimiter, type GrantedCall, type LimitReading, type Urgency } from './limiter';

const settings = { windowMs: 1_000, callsPerWindow: 10, concurrentCalls: 8 };

/** A limiter on a clock of its own that notes what it grants. */
function open(given = settings) {
  const clock = { nowMs: 50_000 };
  const granted: { urgency: Urgency; atMs: number }[] = [];
  const inFlight: GrantedCall[] = [];
  const limiter = createLimiter(given, () => clock.nowMs);
  const grant = (urgency: Urgency) => (call: GrantedCall) => {
    granted.push({ urgency, atMs: clock.nowMs });
    inFlight.push(call);
  };
  return {
    clock,
    granted,
    limiter,
    request: (urgency: Urgency) => limiter.request(urgency, grant(urgency)),
    requestEvenHeld: (urgency: Urgency) => limiter.request(urgency, grant(urgency), true),
    /** The oldest call ends, with what its answer says of the limits. */
    release(reading: Partial<LimitReading> = {}): void {
      const call = inFlight.shift();
      if (call !== undefined) {
        limiter.release(call, { callsPerWindow: undefined, remainingCalls: undefined, concurrentCalls: undefined, ...reading });
      }
    },
    inFlight,
    /** Calls in the window that ends now. */
    inWindow: () => granted.filter(({ atMs }) => atMs > clock.nowMs - given.windowMs).length,
  };
}

type Step = { readonly do: 'request'; readonly urgency: Urgency } | { readonly do: 'release' } | { readonly do: 'wait'; readonly ms: number } | { readonly do: 'learn'; readonly calls: number; readonly concurrent: number } | { readonly do: 'pause'; readonly ms: number };

const urgency = fc.constantFrom<Urgency>('webhook', 'list', 'read', 'sweep');
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
        const { clock, granted, limiter, request, release, inFlight, inWindow } = open();
        let [limit, concurrent, pausedUntilMs] = [settings.callsPerWindow, settings.concurrentCalls, 0];
        for (const one of steps) {
          switch (one.do) {
            case 'request':
              request(one.urgency);
              break;
            case 'release':
              release();
              break;
            case 'wait':
              clock.nowMs += one.ms;
              break;
            case 'learn':
              if (inFlight.length > 0) {
                release({ callsPerWindow: one.calls, concurrentCalls: one.concurrent });
                [limit, concurrent] = [one.calls, one.concurrent];
              }
              break;
            case 'pause':
              limiter.pauseFor(one.ms);
              pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs + one.ms);
          }
          const before = granted.length;
          const againMs = limiter.grantDue();
          const news = granted.length - before;
          if (news > 0) {
            expect(inWindow()).toBeLessThanOrEqual(limit);
            expect(inFlight.length).toBeLessThanOrEqual(concurrent);
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
        const { clock, granted, limiter, request, release } = open();
        urgencies.forEach(request);
        const running: number[] = [];
        for (let turns = 0; granted.length < urgencies.length && turns < 1_000; turns++) {
          const before = granted.length;
          const againMs = limiter.grantDue();
          running.push(...new Array<number>(granted.length - before).fill(clock.nowMs + durationMs));
          clock.nowMs = Math.min(clock.nowMs + (againMs ?? Number.POSITIVE_INFINITY), running[0] ?? Number.POSITIVE_INFINITY);
          while (running[0] !== undefined && running[0] <= clock.nowMs) {
            running.shift();
            release();
          }
        }
        expect(granted).toHaveLength(urgencies.length);
      }),
    );
  });

  it('gives the sweep what nobody else wants: it holds up no webhook either', () => {
    const { granted, limiter, request } = open();
    const asked: Urgency[] = ['sweep', ...Array.from({ length: 6 }, (): Urgency => 'webhook'), 'read'];
    asked.forEach(request);
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['webhook', 'webhook', 'webhook', 'webhook', 'read', 'webhook', 'webhook', 'sweep']);
  });

  it('lets webhooks go first, then lists, then reads, each in the order of asking', () => {
    const { granted, limiter, request } = open();
    const asked: Urgency[] = ['read', 'list', 'webhook', 'read', 'webhook'];
    asked.forEach(request);
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['webhook', 'webhook', 'list', 'read', 'read']);
  });

  it('never starves the sync: while it waits, at least every fifth call is its own, however many webhooks wait', () => {
    const { clock, granted, limiter, request, release } = open();
    for (let count = 0; count < 100; count++) {
      request('webhook');
    }
    for (let count = 0; count < 20; count++) {
      request('read');
    }
    for (let turn = 0; granted.length < 80 && turn < 1_000; turn++) {
      const before = granted.length;
      clock.nowMs += limiter.grantDue() ?? 0;
      granted.slice(before).forEach(() => release());
    }
    for (let start = 0; start + 5 <= 80; start++) {
      expect(granted.slice(start, start + 5).some(({ urgency: one }) => one === 'read')).toBe(true);
    }
  });

  it('never lets two lists be read at once: the candidates list refuses the second', () => {
    const { granted, limiter, request, release } = open();
    ['list', 'read', 'list', 'webhook'].forEach((one) => request(one === 'list' ? 'list' : one === 'read' ? 'read' : 'webhook'));
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['webhook', 'list', 'read']);
    release();
    limiter.grantDue();
    expect(granted).toHaveLength(3);
    release();
    limiter.grantDue();
    expect(granted.map(({ urgency: one }) => one)).toEqual(['webhook', 'list', 'read', 'list']);
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
    const { clock, granted, limiter, request, release } = open();
    ['list', 'list', 'read', 'read', 'read', 'read', 'read'].forEach((one) => request(one === 'list' ? 'list' : 'read'));
    limiter.grantDue();
    release({ callsPerWindow: 3 });
    release();
    clock.nowMs += 2_000;
    [0, 1, 2, 3, 4].forEach(() => release());
    clock.nowMs += 2_000;
    const before = granted.length;
    ['a', 'b', 'c', 'd', 'e'].forEach(() => request('read'));
    limiter.grantDue();
    expect(granted.length - before).toBe(3);
  });

  it('is never refused by an ATS that counts calls as they arrive, however long the ATS stalls now and then', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), forMs: fc.integer({ min: 0, max: 2_500 }) }), { maxLength: 8 }), fc.integer({ min: 0, max: 999 }), (stalls, phaseMs) => {
        const { refused, answered } = callAts(stalls, phaseMs);
        expect(answered).toBe(200);
        expect(refused).toBe(0);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

/** 200 calls to an ATS with windows of one second that begin at any phase, and that hears nothing while it stalls. Calls take 20 ms. */
function callAts(stalls: readonly { afterMs: number; forMs: number }[], phaseMs: number): { refused: number; answered: number } {
  const way = 10;
  const { clock, limiter } = open({ ...settings, windowMs: 1_050 });
  let [refused, answered] = [0, 0];
  let fromMs = clock.nowMs;
  const deaf = stalls.map(({ afterMs, forMs }) => {
    const stall = { fromMs: fromMs + afterMs, toMs: fromMs + afterMs + forMs };
    fromMs = stall.toMs;
    return stall;
  });
  const heardAt = (atMs: number) => deaf.find((stall) => atMs >= stall.fromMs && atMs < stall.toMs)?.toMs ?? atMs;
  const pending: { call: GrantedCall; arrivesMs: number; answersMs: number; remaining?: number }[] = [];
  const counted = new Map<number, number>();
  for (let count = 0; count < 200; count++) {
    limiter.request('read', (call) => {
      const arrivesMs = heardAt(clock.nowMs + way);
      pending.push({ call, arrivesMs, answersMs: arrivesMs + way });
    });
  }
  for (let turn = 0; answered < 200 && turn < 100_000; turn++) {
    limiter.grantDue();
    clock.nowMs += 1;
    for (const one of pending.filter(({ arrivesMs, remaining }) => arrivesMs <= clock.nowMs && remaining === undefined)) {
      const window = Math.floor((one.arrivesMs + phaseMs) / 1_000);
      const used = (counted.get(window) ?? 0) + 1;
      refused += used > 10 ? 1 : 0;
      counted.set(window, Math.min(10, used));
      one.remaining = Math.max(0, 10 - used);
    }
    for (const one of pending.filter(({ answersMs }) => answersMs <= clock.nowMs)) {
      pending.splice(pending.indexOf(one), 1);
      answered += 1;
      limiter.release(one.call, { callsPerWindow: 10, remainingCalls: one.remaining, concurrentCalls: 8 });
    }
  }
  return { refused, answered };
}

describe('what is used of the limits', () => {
  it('is what the answers last said, and the calls under way', () => {
    const { limiter, request, release } = open();
    expect(limiter.usage()).toEqual({ limit: 10, remaining: undefined, concurrentLimit: 8, inFlight: 0 });
    request('webhook');
    request('read');
    request('read');
    limiter.grantDue();
    release({ callsPerWindow: 20, remainingCalls: 17, concurrentCalls: 4 });
    release();
    expect(limiter.usage()).toEqual({ limit: 20, remaining: 17, concurrentLimit: 4, inFlight: 1 });
  });

  it('grants nothing while it is held but what is asked for all the same, within the limits, and the rest in its order afterwards', () => {
    const { limiter, request, requestEvenHeld, granted, release } = open({ ...settings, callsPerWindow: 3 });
    limiter.hold(true);
    request('webhook');
    request('read');
    request('list');
    expect([limiter.grantDue(), granted]).toEqual([undefined, []]);
    requestEvenHeld('list');
    requestEvenHeld('list');
    limiter.grantDue();
    expect(granted.map(({ urgency }) => urgency)).toEqual(['list']);
    release();
    limiter.grantDue();
    expect(granted).toHaveLength(2);
    limiter.hold(false);
    limiter.grantDue();
    expect(granted.map(({ urgency }) => urgency)).toEqual(['list', 'list', 'webhook']);
  });
});
