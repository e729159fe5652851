import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MockAgent } from 'undici';

import { createLimiter } from '../domain/limiter';
import { smartrecruiters } from '../sources/smartrecruiters';
import { createAtsCalls } from './ats-calls';
import { createCallSlots } from './call-slots';
import { createReadPositions } from './read-positions';

const BASE_URL = 'https://ats.example.com';
const TORN = '{"id":"c1","appl';

describe('an answer that says it is well but is no JSON', () => {
  let agent: MockAgent;
  const answered: number[] = [];

  beforeEach(() => {
    agent = new MockAgent();
    agent.disableNetConnect();
    answered.length = 0;
  });
  afterEach(() => agent.close());

  const call = createAtsCalls({
    source: smartrecruiters,
    baseUrl: BASE_URL,
    outbound: () => agent,
    slots: createCallSlots(createLimiter({ windowMs: 1, callsPerWindow: 100, concurrentCalls: 8 }, () => performance.now()), new AbortController().signal),
    windowMs: 1,
    positions: createReadPositions(1),
    metrics: { atsCalled: (status) => answered.push(status), dueChanged: ignore, pageListed: ignore, entityRead: ignore, leaseHeld: ignore },
    token: () => Promise.resolve('token'),
    requireLease: ignore,
    signal: new AbortController().signal,
  });

  function answers(method: string, ...bodies: string[]): void {
    for (const body of bodies) {
      agent.get(BASE_URL).intercept({ path: '/x', method }).reply(200, body);
    }
  }

  it('is asked for again', async () => {
    answers('GET', TORN, '', '<html>', '{"id":"c1"}');
    expect((await call('read')({ path: '/x' })).body.toString()).toBe('{"id":"c1"}');
    expect(answered).toEqual([200, 200, 200, 200]);
  });

  it('is the ATS’s answer when it stays so', async () => {
    answers('GET', TORN, TORN, TORN);
    expect((await call('read', 3)({ path: '/x' })).body.toString()).toBe(TORN);
    expect(answered).toHaveLength(3);
  });

  it('is an answer where a file was asked for, or something was written, or it was cut here', async () => {
    answers('GET', TORN);
    expect((await call('read')({ path: '/x', anyBytes: true })).body.toString()).toBe(TORN);
    answers('POST', TORN);
    expect((await call('webhook')({ method: 'POST', path: '/x' })).body.toString()).toBe(TORN);
    answers('GET', TORN);
    expect((await call('read')({ path: '/x', maxBytes: 3 })).truncated).toBe(true);
    expect(answered).toHaveLength(3);
  });
});

function ignore(): void {
  // Not looked at here.
}
